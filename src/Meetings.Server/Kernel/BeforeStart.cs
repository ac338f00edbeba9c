namespace Meetings.Server.Kernel;

/// <summary>Work that must be done before the server answers and before hosted services run, in order of registration.</summary>
public interface IBeforeStart
{
    /// <exception cref="StartRefusedException">The server may not start.</exception>
    Task PrepareAsync(CancellationToken cancellationToken);
}

/// <summary>The server may not start; the message says why and what to do, and is shown without a stack trace.</summary>
public sealed class StartRefusedException(string message) : Exception(message);
