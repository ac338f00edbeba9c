using Meetings.Media.Primitives;

namespace Meetings.Media.Conference.Allocation;

/// <summary>
/// What a room leaves out while its server has too much to do; sound is never touched. A line is tried for a first picture only: padding is
/// work, too.
/// </summary>
/// <param name="Level">
/// 0 nothing; 1 cameras up to 360 lines; 2 also one camera a receiver; 3 cameras of 180 lines. A camera in one size only is shown in that,
/// as long as cameras of a medium size are, and left out at level 3 when it is larger.
/// </param>
public readonly record struct Shedding(int Level)
{
    /// <summary>Highest level.</summary>
    public const int Most = 3;

    public bool IsOn => Level > 0;

    /// <summary>Lines a picture may have, given what the receiver has room for; 0 for no limit.</summary>
    public int MaxHeight(bool isScreen, int wished)
    {
        int most = isScreen || Level == 0 ? 0 : Level < 3 ? 360 : 180;
        return most == 0 ? wished : wished == 0 ? most : Math.Min(most, wished);
    }

    /// <summary>Takes the demands of all cameras but the first away from level 2 on, at level 3 also of those that have no small picture.</summary>
    internal void LeaveOut(Span<SlotDemand> demands)
    {
        bool first = true;
        for (int i = 0; i < demands.Length && Level >= 2; i++)
        {
            if (!demands[i].IsScreen && demands[i].Count > 0)
            {
                bool isKept = first && (Level < Most || !LayerOptions.IsAbove(MaxHeight(isScreen: false, wished: 0), demands[i].Options[0].Height));
                demands[i].Count = isKept ? demands[i].Count : 0;
                first &= !isKept;
            }
        }
    }
}
