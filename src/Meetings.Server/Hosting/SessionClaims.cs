namespace Meetings.Server.Hosting;

/// <summary>What a session cookie says. The account's own facts are read anew at every request.</summary>
public static class SessionClaims
{
    public const string Scheme = "session";

    public const string Account = "account";
    public const string Stamp = "stamp";
    public const string Name = "name";
    public const string Person = "person";
    public const string Site = "site";
    public const string Administrator = "administrator";

    /// <summary>An administrator without the second factor that is required: nothing but making one is answered.</summary>
    public const string MustEnrol = "must-enrol";

    /// <summary>A site's device that stays signed in until it is revoked.</summary>
    public const string Device = "device";

    /// <summary>Guests only: the one meeting, and the link they came by.</summary>
    public const string GuestMeeting = "guest-meeting";
    public const string GuestLink = "guest-link";

    /// <summary>The invited unit a guest comes for; an invited person or site stands in its own claim.</summary>
    public const string GuestUnit = "guest-unit";
}
