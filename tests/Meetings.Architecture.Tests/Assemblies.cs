using System.Reflection;

namespace Meetings.Architecture.Tests;

internal static class Assemblies
{
    public static readonly Assembly Media = typeof(Media.Primitives.Instant).Assembly;

    public static readonly Assembly Server = typeof(Server.ServerMarker).Assembly;
}
