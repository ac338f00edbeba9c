namespace Meetings.Media.Tests.Fuzz;

/// <summary>The files below the folder that <c>MEETINGS_CORPUS</c> names.</summary>
internal static class Corpus
{
    public static IReadOnlyList<(string Name, byte[] Bytes)> Files
    {
        get
        {
            var folder = Environment.GetEnvironmentVariable("MEETINGS_CORPUS");
            Assert.False(string.IsNullOrEmpty(folder), "MEETINGS_CORPUS names the folder of the corpus");
            return [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(f => (Path.GetRelativePath(folder, f), File.ReadAllBytes(f)))];
        }
    }
}
