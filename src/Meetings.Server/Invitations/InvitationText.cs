using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Invitations.Links;
using Meetings.Server.Kernel;
using Meetings.Server.Organisation.Contracts;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Invitations;

/// <summary>The invitation as text to paste into a chat group or to pin to a notice board, with its link as a QR code.</summary>
/// <param name="QrPath">SVG path in module units, dark modules.</param>
/// <param name="QrSide">Modules a side, quiet zone included.</param>
[WireContract]
internal sealed record InvitationTextView(string Text, string Link, string QrPath, int QrSide);

internal sealed class InvitationText(MeetingsDbContext db, IMeetings meetings, IDirectory directory, SignedLinks links)
{
    /// <param name="invitation">One invitee's own link; null for the page of the meeting, which asks to sign in.</param>
    public async Task<Outcome<InvitationTextView>> RunAsync(Caller caller, MeetingId id, Guid? invitation, CancellationToken cancellationToken)
    {
        if (await Managing.RefuseAsync(meetings, caller, id, cancellationToken) is { } refused)
        {
            return refused;
        }

        var plan = (await meetings.FindAsync(id, cancellationToken))!;
        Invitation? row = null;
        if (invitation is { } wanted)
        {
            row = await db.Set<Invitation>().AsNoTracking().FirstOrDefaultAsync(i => i.Id == wanted && i.MeetingId == id, cancellationToken);
            if (row is not { IsLive: true })
            {
                return Refusal.NotFound();
            }
        }

        var host = (await directory.UnitsAsync([plan.HostUnitId], cancellationToken)).GetValueOrDefault(plan.HostUnitId)?.Name ?? "";
        var link = row is null ? $"{links.Address}/meetings/{id}" : links.Of(row);
        var text = string.Join('\n', new[]
        {
            row is null ? $"{host} trân trọng kính mời dự họp:" : $"{host} trân trọng kính mời {row.Name} dự họp:",
            plan.Title,
            $"Thời gian: {MeetingWords.When(plan)}",
            $"Địa điểm: {MeetingWords.Where(plan)}",
            MeetingWords.Urgent(plan),
            row is null ? "Đăng nhập và vào họp:" : "Vào họp, trả lời giấy mời (đường dẫn riêng, không chuyển tiếp):",
            link,
        }.Where(line => line is not null));
        return new InvitationTextView(text, link, QrCode.Path(link, out var side), side);
    }
}
