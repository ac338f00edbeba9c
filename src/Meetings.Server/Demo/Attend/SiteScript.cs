namespace Meetings.Server.Demo.Attend;

/// <summary>What a simulated site does of itself, the same in every demonstration.</summary>
/// <param name="HandAfter">When it raises the hand, counted from coming in; null: never.</param>
/// <param name="ChatAfter">When it greets in the chat; null: never.</param>
/// <param name="People">How many sit in its room.</param>
internal sealed record SiteScript(TimeSpan? HandAfter, TimeSpan? ChatAfter, int People)
{
    public const string Greeting = "Kính chào các đồng chí. Điểm cầu chúng tôi nghe rõ, thấy rõ, sẵn sàng dự họp.";

    /// <param name="index">From 0, in the order of arrival.</param>
    public static SiteScript Of(int index) => new(
        index switch
        {
            1 => TimeSpan.FromSeconds(20),
            4 => TimeSpan.FromSeconds(38),
            _ => null,
        },
        index == 2 ? TimeSpan.FromSeconds(8) : null,
        2 + (index % 2));
}
