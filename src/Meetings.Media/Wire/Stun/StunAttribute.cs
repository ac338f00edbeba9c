namespace Meetings.Media.Wire.Stun;

/// <summary>Message class (RFC 8489 section 5).</summary>
public enum StunClass
{
    Request = 0,
    Indication = 1,
    SuccessResponse = 2,
    ErrorResponse = 3,
}

/// <summary>Methods we name; ICE uses Binding only (RFC 8445).</summary>
public enum StunMethod
{
    Binding = 1,
}

/// <summary>Attribute types of RFC 8489 section 14 and RFC 8445 section 16.1. Below 0x8000 a receiver must understand them.</summary>
public enum StunAttribute
{
    MappedAddress = 0x0001,
    UserName = 0x0006,
    MessageIntegrity = 0x0008,
    ErrorCode = 0x0009,
    UnknownAttributes = 0x000a,
    Realm = 0x0014,
    Nonce = 0x0015,
    MessageIntegritySha256 = 0x001c,
    XorMappedAddress = 0x0020,
    Priority = 0x0024,
    UseCandidate = 0x0025,
    Software = 0x8022,
    Fingerprint = 0x8028,
    IceControlled = 0x8029,
    IceControlling = 0x802a,
}
