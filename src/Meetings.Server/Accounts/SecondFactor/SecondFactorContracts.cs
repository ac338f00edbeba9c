using Meetings.Server.Kernel;

namespace Meetings.Server.Accounts.SecondFactor;

/// <summary>What guards an account beside its password.</summary>
/// <param name="Required">Administrators must have a second factor.</param>
[WireContract]
public sealed record SecurityView(bool Totp, int RecoveryCodesLeft, IReadOnlyList<PasskeyView> Passkeys, bool Required);

/// <param name="Id">Base64url of the credential's id.</param>
[WireContract]
public sealed record PasskeyView(string Id, string Name, DateTimeOffset CreatedAt);

/// <summary>The current password again, before anything that guards the account changes.</summary>
[WireContract]
public sealed record PasswordAgain(string Password);

/// <param name="Secret">Base32, for typing.</param>
/// <param name="Uri">otpauth:, for an app on the same device.</param>
/// <param name="Qr">The same as an SVG image.</param>
/// <param name="Ticket">To be given back with the first code.</param>
[WireContract]
public sealed record TotpStart(string Secret, string Uri, string Qr, string Ticket);

[WireContract]
public sealed record TotpConfirm(string Ticket, string Code);

/// <summary>Shown once.</summary>
[WireContract]
public sealed record RecoveryCodesView(IReadOnlyList<string> Codes);

/// <param name="Options">JSON of PublicKeyCredentialCreationOptions or -RequestOptions (WebAuthn level 3, 5.4 and 5.5).</param>
[WireContract]
public sealed record PasskeyStart(string Options, string Ticket);

/// <param name="Credential">What the browser answered, as JSON.</param>
[WireContract]
public sealed record PasskeyInput(string Ticket, string Credential, string Name = "", bool Remember = false);

/// <param name="Ticket">Of the password's step.</param>
/// <param name="Code">Six digits of the app, or a recovery code.</param>
[WireContract]
public sealed record SecondFactorInput(string Ticket, string Code);
