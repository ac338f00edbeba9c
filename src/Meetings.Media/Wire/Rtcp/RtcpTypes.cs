namespace Meetings.Media.Wire.Rtcp;

/// <summary>RTCP packet types (RFC 3550 section 12.1, RFC 4585 section 6.1, RFC 3611).</summary>
public enum RtcpType
{
    SenderReport = 200,
    ReceiverReport = 201,
    SourceDescription = 202,
    Goodbye = 203,
    Application = 204,
    TransportFeedback = 205,
    PayloadFeedback = 206,
    ExtendedReport = 207,
}

/// <summary>FMT of transport layer feedback, type 205 (RFC 4585 section 6.2).</summary>
public static class TransportFeedbackFormat
{
    public const int Nack = 1;
    public const int TransportWideCongestionControl = 15;
}

/// <summary>FMT of payload-specific feedback, type 206 (RFC 4585 section 6.3, RFC 5104 section 4.3).</summary>
public static class PayloadFeedbackFormat
{
    public const int PictureLossIndication = 1;
    public const int FullIntraRequest = 4;
    public const int ApplicationLayerFeedback = 15;
}
