using Meetings.Server.Kernel;

namespace Meetings.Server.Rooms;

/// <summary>The page everybody looks at.</summary>
internal static class Presenting
{
    public static Outcome<Decision> Show(RoomState state, Connection by, ShowPage show, RoomContext context)
    {
        if (!Permissions.MayShow(state, by, context))
        {
            return Refusal.Forbidden("only_presenter");
        }

        if (show.Pages is null)
        {
            return Refusal.NotFound("document_unknown");
        }

        if (show.Page < 1 || show.Page > show.Pages)
        {
            return Refusal.Invalid("page_out_of_range", ("max", $"{show.Pages}"));
        }

        return state.Shown is { } shown && shown.DocumentId == show.DocumentId && shown.Page == show.Page
            ? Decision.Nothing
            : Decision.Of(new PageShown(show.DocumentId, show.Page, by.Conn));
    }

    public static Outcome<Decision> Hide(RoomState state, Connection by, RoomContext context)
    {
        if (!Permissions.MayShow(state, by, context))
        {
            return Refusal.Forbidden("only_presenter");
        }

        return state.Shown is null ? Decision.Nothing : Decision.Of(new PageHidden());
    }
}
