using Meetings.Server.Persistence;
using Meetings.Server.Scheduling;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Tests.Scheduling;

/// <summary>Nothing secret is held or prepared here, whichever way it is tried.</summary>
public sealed class SecrecyTests(DemoApp app) : IClassFixture<DemoApp>
{
    [Theory]
    [InlineData("secret")]
    [InlineData("topSecret")]
    [InlineData("ultraSecret")]
    public async Task A_plan_with_a_degree_of_secrecy_is_neither_created_nor_edited_nor_compared(string degree)
    {
        var secretary = await app.SignedInAsync("huyen.thuky");
        var id = await secretary.CreateAsync(Plans.Input("Họp thường"));
        var secret = Plans.Input($"Họp kín {degree}") with { Secrecy = Enum.Parse<MeetingSecrecy>(degree, ignoreCase: true), Revision = 1 };
        Assert.Equal("400 state_secret", await (await secretary.PostAsync("/api/meetings", secret)).OutcomeAsync());
        Assert.Equal("400 state_secret", await (await secretary.PutAsync($"/api/meetings/{id}", secret)).OutcomeAsync());
        Assert.Equal("400 state_secret", await (await secretary.PostAsync("/api/meetings/clashes", secret)).OutcomeAsync());
        await app.WithAsync<MeetingsDbContext>(async db => Assert.False(await db.Set<Meeting>().AnyAsync(m => m.Title == secret.Title)));
        Assert.Equal("Họp thường", (await secretary.GetAsync<MeetingDetails>($"/api/meetings/{id}")).Title);
    }
}
