using Meetings.Server.Kernel;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Meetings.Server.Tests.Scheduling;

/// <summary>Zone rules change between the plan and the meeting: the clock time people agreed on stays.</summary>
public sealed class KeepWallClockTests(DemoApp app) : IClassFixture<DemoApp>
{
    [Fact]
    public async Task After_a_change_of_zone_rules_the_clock_time_stays_and_the_instant_follows()
    {
        var secretary = await app.SignedInAsync("huyen.thuky");
        var id = await secretary.CreateAsync(Plans.Input("Đổi múi giờ"));
        var before = await secretary.GetAsync<MeetingDetails>($"/api/meetings/{id}");

        // As if the rules of the day of planning had been an hour off from those of today.
        await app.WithAsync<MeetingsDbContext>(db => db.Set<Meeting>().Where(m => m.Id == id)
            .ExecuteUpdateAsync(s => s.SetProperty(m => m.Start, before.Start.AddHours(1)), TestContext.Current.CancellationToken));
        Assert.Equal(1, await RunAsync());
        var after = await secretary.GetAsync<MeetingDetails>($"/api/meetings/{id}");
        Assert.Equal((before.Start, before.LocalStart, before.Revision + 1), (after.Start, after.LocalStart, after.Revision));
        Assert.Equal(0, await RunAsync());

        async Task<int> RunAsync()
        {
            var keeper = app.Services.GetServices<IHostedService>().OfType<KeepWallClock>().Single();
            await using var scope = app.Services.CreateAsyncScope();
            return await keeper.RunAsync(
                scope.ServiceProvider.GetRequiredService<MeetingsDbContext>(), scope.ServiceProvider.GetRequiredService<INews>(), default);
        }
    }

    [Fact]
    public void An_hour_the_clock_shows_twice_may_mean_either()
    {
        var local = new DateTime(2027, 10, 31, 2, 30, 0);
        Assert.True(MeetingTime.MayBe(new DateTimeOffset(2027, 10, 31, 0, 30, 0, TimeSpan.Zero), local, "Europe/Berlin"));
        Assert.True(MeetingTime.MayBe(new DateTimeOffset(2027, 10, 31, 1, 30, 0, TimeSpan.Zero), local, "Europe/Berlin"));
        Assert.False(MeetingTime.MayBe(new DateTimeOffset(2027, 10, 31, 2, 30, 0, TimeSpan.Zero), local, "Europe/Berlin"));
    }
}
