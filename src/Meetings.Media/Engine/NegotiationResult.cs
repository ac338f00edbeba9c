namespace Meetings.Media.Engine;

/// <summary>What became of an offer: an answer, or a refusal code (<c>OfferRefusal</c>, "room_closed").</summary>
public sealed record NegotiationResult
{
    private NegotiationResult(string? answer, string? refusal)
    {
        AnswerSdp = answer;
        RefusalCode = refusal;
    }

    public string? AnswerSdp { get; }

    public string? RefusalCode { get; }

    public bool IsAccepted => AnswerSdp is not null;

    public static NegotiationResult Accepted(string answer) => new(answer, null);

    public static NegotiationResult Refused(string code) => new(null, code);
}
