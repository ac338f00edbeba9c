using System.Runtime.CompilerServices;

namespace Meetings.Media.Tests.Golden;

/// <summary>Texts kept beside the tests: offers captured from real clients and the answers we give them.</summary>
internal static class GoldenFiles
{
    public static string Read(string name) => File.ReadAllText(PathOf(name)).ReplaceLineEndings("\r\n");

    /// <summary>Compares with the kept text; <c>UPDATE_GOLDEN=1</c> writes it instead.</summary>
    public static void AssertSame(string name, string actual)
    {
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
            File.WriteAllText(PathOf(name), actual.ReplaceLineEndings("\n"));
        Assert.Equal(Read(name), actual);
    }

    private static string PathOf(string name, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, name);
}
