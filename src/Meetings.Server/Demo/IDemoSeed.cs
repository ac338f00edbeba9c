using System.Security.Cryptography;
using System.Text;
using Meetings.Server.Kernel;

namespace Meetings.Server.Demo;

/// <summary>
/// A slice's part of the demonstration data. Runs before the server answers, in demo mode only, in one transaction with the
/// others and with the same scoped database context.
/// </summary>
public interface IDemoSeed
{
    /// <summary>Accounts and organisation 100, meetings 200, papers 300, rooms 400.</summary>
    int Order { get; }

    /// <param name="isFirst">True on an empty database; later starts may only refresh what has gone stale, e.g. "a meeting starting now".</param>
    Task SeedAsync(bool isFirst, CancellationToken cancellationToken);
}

/// <summary>Steady ids of demonstration records, made from their keys in the data files: "unit/xa-my-dong", "person/huyen.chutich".</summary>
public static class DemoKey
{
    public static TId Id<TId>(string key)
        where TId : struct, ITypedId<TId> => TId.From(new Guid(SHA256.HashData(Encoding.UTF8.GetBytes("demo/" + key)).AsSpan(0, 16)));
}
