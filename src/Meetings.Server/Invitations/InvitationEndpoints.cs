using System.Text;
using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Hosting;
using Meetings.Server.Invitations.Feed;
using Meetings.Server.Invitations.Letters;
using Meetings.Server.Kernel;

namespace Meetings.Server.Invitations;

internal static class InvitationEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var meeting = routes.MapGroup("/api/meetings/{id}");
        meeting.MapGet("/invitations", (MeetingId id, Caller caller, Board board, CancellationToken stop) => board.RunAsync(caller, id, stop).ToResult())
            .WithName("GetInvitationBoard").WithAccess(AccessRule.Manager);
        meeting.MapPost("/invitations/send", (MeetingId id, Caller caller, SendInvitations send, CancellationToken stop) =>
                send.RunAsync(caller, id, stop).ToResult())
            .WithName("SendInvitations").WithAccess(AccessRule.Manager);
        meeting.MapPost("/invitations/remind", (MeetingId id, Caller caller, Reminding remind, CancellationToken stop) =>
                remind.UnansweredAsync(caller, id, stop).ToResult())
            .WithName("RemindUnanswered").WithAccess(AccessRule.Manager);
        meeting.MapGet("/invitations/text", (MeetingId id, Guid? invitation, Caller caller, InvitationText text, CancellationToken stop) =>
                text.RunAsync(caller, id, invitation, stop).ToResult())
            .WithName("GetInvitationText").WithAccess(AccessRule.Manager);
        meeting.MapPut(
                "/invitations/{invitation:guid}/reply",
                (MeetingId id, Guid invitation, ReplyInput input, Caller caller, Replying reply, CancellationToken stop) =>
                    reply.BySecretaryAsync(caller, id, invitation, input, stop).ToResult())
            .WithName("RecordReply").WithAccess(AccessRule.Manager);
        meeting.MapDelete(
                "/invitations/{invitation:guid}/link",
                (MeetingId id, Guid invitation, Caller caller, GuestLinks links, CancellationToken stop) => links.RevokeAsync(caller, id, invitation, stop).ToResult())
            .WithName("RevokeInvitationLink").WithAccess(AccessRule.Manager);
        meeting.MapPost(
                "/invitations/{invitation:guid}/link",
                (MeetingId id, Guid invitation, Caller caller, GuestLinks links, CancellationToken stop) => links.RenewAsync(caller, id, invitation, stop).ToResult())
            .WithName("RenewInvitationLink").WithAccess(AccessRule.Manager);
        meeting.MapGet("/reply", (MeetingId id, Caller caller, Replying reply, CancellationToken stop) => reply.MineAsync(caller, id, stop).ToResult())
            .WithName("GetMyInvitation").WithAccess(AccessRule.Invited);
        meeting.MapPut("/reply", (MeetingId id, ReplyInput input, Caller caller, Replying reply, CancellationToken stop) =>
                reply.InAppAsync(caller, id, input, stop).ToResult())
            .WithName("ReplyToInvitation").WithAccess(AccessRule.Invited);
        MapLetter(meeting);
        MapDrafts(meeting);
        MapCalendar(routes);
    }

    public static void MapLinks(IEndpointRouteBuilder routes)
    {
        routes.MapPost(
                "/api/meetings/{id}/guest-links",
                (MeetingId id, GuestName input, Caller caller, GuestLinks links, CancellationToken stop) => links.CreateAsync(caller, id, input.Name, stop).ToResult())
            .WithName("CreateGuestLink").WithAccess(AccessRule.Manager);
        var limit = routes.ServiceProvider.GetRequiredService<GuessLimit>();
        var link = routes.MapGroup("/api/guest/{token}");
        link.MapGet("/", (string token, InvitationDoor door, CancellationToken stop) => door.WelcomeAsync(token, stop).ToResult())
            .AddEndpointFilter(limit).WithName("GetGuestLink").WithAccess(AccessRule.Anonymous);
        link.MapPost("/", (string token, GuestName input, HttpContext context, InvitationDoor door, CancellationToken stop) =>
                door.SignInAsync(context, token, input.Name, stop).ToResult())
            .AddEndpointFilter(limit).WithName("SignInAsGuest").WithAccess(AccessRule.Anonymous);
        link.MapPut("/reply", (string token, ReplyInput input, InvitationDoor door, CancellationToken stop) => door.ReplyAsync(token, input, stop).ToResult())
            .AddEndpointFilter(limit).WithName("ReplyByLink").WithAccess(AccessRule.Anonymous);
    }

    private static void MapLetter(RouteGroupBuilder meeting)
    {
        meeting.MapPut(
                "/invitations/letter",
                (MeetingId id, string? number, DateOnly? date, Caller caller, SignedLetters letters, HttpContext context, CancellationToken stop) =>
                {
                    if (context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
                    {
                        size.MaxRequestBodySize = SignedLetters.MaxSize + 1;
                    }

                    return letters.AttachAsync(caller, id, number, date, context.Request, stop).ToResult();
                })
            .WithName("AttachSignedLetter").WithAccess(AccessRule.Manager);
        meeting.MapGet("/invitations/letter", async (MeetingId id, Caller caller, SignedLetters letters, CancellationToken stop) =>
                (await letters.ReadAsync(caller, id, stop)).ToResult(file => TypedResults.File(file.Bytes, "application/pdf", file.Name)))
            .WithName("GetSignedLetter").WithAccess(AccessRule.Invited);
    }

    private static void MapDrafts(RouteGroupBuilder meeting)
    {
        const string Docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
        meeting.MapGet(
                "/invitations/letter.docx",
                async (MeetingId id, bool? each, Caller caller, DraftLetters drafts, CancellationToken stop) =>
                    (await drafts.DocxAsync(caller, id, each == true, stop)).ToResult(bytes => TypedResults.File(bytes, Docx, "Giấy mời.docx")))
            .WithName("DraftLetterDocx").WithAccess(AccessRule.Manager);
        meeting.MapGet("/invitations/letter.pdf", async (MeetingId id, Caller caller, DraftLetters drafts, CancellationToken stop) =>
                (await drafts.PdfAsync(caller, id, stop)).ToResult(bytes => TypedResults.File(bytes, "application/pdf", "Giấy mời.pdf")))
            .WithName("DraftLetterPdf").WithAccess(AccessRule.Manager);
    }

    private static void MapCalendar(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/calendar", (Caller caller, CalendarFeeds feeds, CancellationToken stop) => feeds.ShowAsync(caller, stop))
            .WithName("GetCalendarFeed").WithAccess(AccessRule.SignedIn);
        routes.MapPost("/api/calendar", (Caller caller, CalendarFeeds feeds, CancellationToken stop) => feeds.RenewAsync(caller, stop))
            .WithName("RenewCalendarFeed").WithAccess(AccessRule.SignedIn);
        routes.MapDelete("/api/calendar", async (Caller caller, CalendarFeeds feeds, CancellationToken stop) =>
            {
                await feeds.EndAsync(caller, stop);
                return TypedResults.NoContent();
            })
            .WithName("EndCalendarFeed").WithAccess(AccessRule.SignedIn);
        routes.MapGet("/api/calendar/{token}.ics", async (string token, CalendarFeeds feeds, CancellationToken stop) =>
                (await feeds.ReadAsync(token, stop)).ToResult(text => TypedResults.Bytes(Encoding.UTF8.GetBytes(text), "text/calendar; charset=utf-8", "lich-hop.ics")))
            .AddEndpointFilter(routes.ServiceProvider.GetRequiredService<GuessLimit>()).WithName("ReadCalendarFeed").WithAccess(AccessRule.Anonymous);
    }
}
