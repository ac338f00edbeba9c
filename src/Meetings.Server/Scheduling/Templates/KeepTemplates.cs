using System.Text.Json;
using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Hosting;
using Meetings.Server.Kernel;
using Meetings.Server.Organisation.Contracts;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Scheduling.Templates;

/// <param name="Id">An office's own one.</param>
/// <param name="Key">One that comes with the program: a key of the catalogue names it.</param>
[WireContract]
internal sealed record TemplateView(TemplateId? Id, string? Key, string? Name, string? UnitName);

[WireContract]
internal sealed record TemplateInput(MeetingId MeetingId, string? Name);

[WireContract]
internal sealed record TemplateMade(TemplateId Id);

/// <summary>Templates to begin a plan with: those that come with the program, and those an office keeps from its own meetings.</summary>
internal sealed class KeepTemplates(
    MeetingsDbContext db, MeetingDesk desk, Attachments attachments, ShowMeeting show, IDirectory directory, TimeProvider time)
{
    /// <summary>Of one unit.</summary>
    public const int Most = 100;

    private static readonly List<BuiltIn> Ours = ReadOurs();

    public async Task<Outcome<IReadOnlyList<TemplateView>>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        var own = new List<MeetingTemplate>();
        foreach (var template in await db.Set<MeetingTemplate>().AsNoTracking().OrderBy(t => t.Name).ToListAsync(cancellationToken))
        {
            if (await attachments.MayHostAsync(caller, template.UnitId, cancellationToken))
            {
                own.Add(template);
            }
        }

        var units = await directory.UnitsAsync([.. own.Select(t => t.UnitId).Distinct()], cancellationToken);
        return own.Select(t => new TemplateView(t.Id, null, t.Name, units.GetValueOrDefault(t.UnitId)?.Name))
            .Concat(Ours.Select(t => new TemplateView(null, t.Key, null, null))).ToList();
    }

    /// <summary>The plan as a meeting that nobody has made yet; its day means nothing.</summary>
    /// <param name="which">Key of one of ours, or id of an office's own.</param>
    public async Task<Outcome<MeetingDetails>> ShowAsync(Caller caller, string which, CancellationToken cancellationToken)
    {
        if (Ours.FirstOrDefault(t => t.Key == which) is { } ours)
        {
            return await ViewAsync(caller, ours.Plan, cancellationToken);
        }

        return await FindAsync(caller, which, cancellationToken) is { } found
            ? await ViewAsync(caller, JsonSerializer.Deserialize<MeetingInput>(found.Plan, WireJson.Options)!, cancellationToken)
            : Refusal.NotFound();
    }

    /// <returns>"template_name_missing" (args max), "template_exists" (args name), "too_many_templates" (args max).</returns>
    public async Task<Outcome<TemplateMade>> KeepAsync(Caller caller, TemplateInput input, CancellationToken cancellationToken)
    {
        var found = await desk.ManageAsync(caller, input.MeetingId, cancellationToken);
        if (found.Refusal is { } hidden)
        {
            return hidden;
        }

        var meeting = found.Value;
        if (!await attachments.MayHostAsync(caller, meeting.HostUnitId, cancellationToken))
        {
            return Refusal.Forbidden("host_unit_forbidden");
        }

        if (MeetingRules.CleanTitle(input.Name) is not { Length: <= MeetingTemplate.NameLength } name)
        {
            return Refusal.Invalid("template_name_missing", ("max", $"{MeetingTemplate.NameLength}"));
        }

        var kept = db.Set<MeetingTemplate>().Where(t => t.UnitId == meeting.HostUnitId);
        if (await kept.CountAsync(cancellationToken) >= Most)
        {
            return Refusal.Conflict("too_many_templates", ("max", $"{Most}"));
        }

        if (await kept.AnyAsync(t => t.Name == name, cancellationToken))
        {
            return Refusal.Conflict("template_exists", ("name", name));
        }

        var template = new MeetingTemplate
        {
            Id = TypedId.New<TemplateId>(time),
            UnitId = meeting.HostUnitId,
            Name = name,
            Plan = JsonSerializer.Serialize(TemplatePlan.Of(meeting), WireJson.Options),
            CreatedBy = caller.AccountId,
            CreatedAt = time.GetUtcNow(),
        };
        db.Add(template);
        await db.SaveChangesAsync(cancellationToken);
        return new TemplateMade(template.Id);
    }

    public async Task<Outcome<Done>> RemoveAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        if (await FindAsync(caller, id, cancellationToken) is not { } found)
        {
            return Refusal.NotFound();
        }

        await db.Set<MeetingTemplate>().Where(t => t.Id == found.Id).ExecuteDeleteAsync(cancellationToken);
        return Done.Instance;
    }

    private async Task<MeetingTemplate?> FindAsync(Caller caller, string which, CancellationToken cancellationToken) =>
        TemplateId.TryParse(which, out var id)
        && await db.Set<MeetingTemplate>().AsNoTracking().FirstOrDefaultAsync(t => t.Id == id, cancellationToken) is { } template
        && await attachments.MayHostAsync(caller, template.UnitId, cancellationToken)
            ? template
            : null;

    private async Task<Outcome<MeetingDetails>> ViewAsync(Caller caller, MeetingInput input, CancellationToken cancellationToken)
    {
        var plan = MeetingRules.Check(input);
        if (plan.Refusal is { } wrong)
        {
            return wrong;
        }

        var meeting = new Meeting { Id = default, Title = plan.Value.Title, Zone = plan.Value.Time.Zone };
        PlanWriter.Write(meeting, plan.Value, time);
        return await show.TemplateAsync(caller, meeting, cancellationToken);
    }

    private static List<BuiltIn> ReadOurs()
    {
        using var stream = typeof(KeepTemplates).Assembly.GetManifestResourceStream("Meetings.Server.Scheduling.Templates.templates.json")!;
        return JsonSerializer.Deserialize<List<BuiltIn>>(stream, WireJson.Options)!;
    }

    private sealed record BuiltIn(string Key, MeetingInput Plan);
}
