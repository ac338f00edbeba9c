using Meetings.Server.Kernel;

namespace Meetings.Server.Accounts.Contracts;

/// <summary>Devices of site accounts, for the slice that knows who administers which site.</summary>
public interface ISiteDevices
{
    Task<IReadOnlyList<SiteDeviceSummary>> ListAsync(AccountId account, CancellationToken cancellationToken);

    /// <summary>Makes a pairing code. Refuses with "too_many_site_devices".</summary>
    Task<Outcome<PairingCode>> AddAsync(IActor by, AccountId account, string name, CancellationToken cancellationToken);

    /// <summary>The device is signed out at its next request, and its live connections end now.</summary>
    Task<Outcome<Done>> RevokeAsync(IActor by, AccountId account, Guid id, CancellationToken cancellationToken);
}

/// <param name="SeenAt">To the hour; left out before it was paired.</param>
[WireContract]
public sealed record SiteDeviceSummary([property: WireType("string")] Guid Id, string Name, DateTimeOffset CreatedAt, DateTimeOffset? SeenAt);

/// <param name="Code">Ten digits, typed once on the device, at /device.</param>
[WireContract]
public sealed record PairingCode([property: WireType("string")] Guid Id, string Code, DateTimeOffset EndsAt);

[WireContract]
public sealed record PairInput(string Code);
