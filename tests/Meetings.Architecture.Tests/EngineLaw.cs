using NetArchTest.Rules;

namespace Meetings.Architecture.Tests;

/// <summary>The engine's layers point one way and only Engine/ touches the machine (house.md).</summary>
public sealed class EngineLaw
{
    private static readonly string[] Layers = ["Primitives", "Wire", "Session", "Conference", "Engine"];

    // The outbox carries notices and commands carry negotiated sessions: these two data types are the named exceptions.
    private static readonly string[] Exceptions = ["Meetings.Media.Primitives.Outbox", "Meetings.Media.Session.Negotiation"];

    public static TheoryData<string, string> ForbiddenArrows()
    {
        var data = new TheoryData<string, string>();
        for (var lower = 0; lower < Layers.Length; lower++)
        {
            for (var upper = lower + 1; upper < Layers.Length; upper++)
            {
                data.Add(Layers[lower], Layers[upper]);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(ForbiddenArrows))]
    public void A_lower_layer_does_not_know_a_higher_one(string lower, string upper)
    {
        var offenders = Types.InAssembly(Assemblies.Media)
            .That().ResideInNamespaceStartingWith($"Meetings.Media.{lower}")
            .And().HaveDependencyOn($"Meetings.Media.{upper}")
            .GetTypes().Select(t => t.FullName!)
            .Where(name => !Exceptions.Any(e => name.StartsWith(e, StringComparison.Ordinal)));
        Assert.Empty(offenders);
    }

    [Fact]
    public void Outside_Engine_nothing_depends_on_threads_tasks_or_sockets()
    {
        var offenders = Types.InAssembly(Assemblies.Media)
            .That().DoNotResideInNamespaceStartingWith("Meetings.Media.Engine")
            .And().HaveDependencyOnAny("System.Threading", "System.Net.Sockets", "System.IO.File", "Org.BouncyCastle")
            .GetTypes().Select(t => t.FullName);
        Assert.Empty(offenders);
    }

    [Fact]
    public void The_engine_knows_no_meeting_user_or_web_server()
    {
        var references = Assemblies.Media.GetReferencedAssemblies().Select(a => a.Name!);
        Assert.DoesNotContain(references, name =>
            name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
            || name.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal)
            || name.StartsWith("Meetings.Server", StringComparison.Ordinal));
    }

    [Fact]
    public void Control_the_rule_finds_the_sockets_of_Engine()
    {
        var found = Types.InAssembly(Assemblies.Media)
            .That().ResideInNamespaceStartingWith("Meetings.Media.Engine")
            .And().HaveDependencyOnAny("System.Threading", "System.Net.Sockets")
            .GetTypes();
        Assert.NotEmpty(found);
    }
}
