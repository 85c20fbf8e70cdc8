namespace CustomerGrains.Cli.Generation;

/// <summary>What becomes of a made-up subscriber's usage from day to day.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="LeavingDay">Of a leaving subscriber the first day without usage, from 0; it may lie behind the days generated. Else −1.</param>
/// <param name="Seed">Decides an irregular subscriber's spells.</param>
internal readonly record struct Behaviour(BehaviourKind Kind, int LeavingDay, ulong Seed)
{
    /// <summary>
    /// Who usually uses less than this, with 1 for the median, is steady: in so little nobody could tell growing from chance. Two
    /// thirds of the subscribers use as much.
    /// </summary>
    public const double LeastUsual = 2.0 / 3;

    private const int FirstLeavingDay = 10;
    private const int LastLeavingDay = 89;
    private const int DaysOfLeaving = 14;

    /// <summary>What grows, fades or comes in spells cannot be told from chance before.</summary>
    private const int DaysToShow = 28;

    /// <summary>Before so many silent days nobody can know that they are not a pause.</summary>
    private const int DaysOfSilence = 7;
    private const int ShortestSpell = 5;
    private const int LongestSpell = 12;

    private static ReadOnlySpan<double> LowSpells => [0, 0.05, 0.15];

    private static ReadOnlySpan<double> HighSpells => [1.5, 2.5, 3.5];

    /// <summary>Draws one: of a hundred subscribers 70 are steady, 8 grow, 8 fade, 9 are irregular and 5 leave.</summary>
    /// <param name="usual">How much the subscriber usually uses; the median is 1.</param>
    /// <param name="random">Decides it.</param>
    public static Behaviour Draw(double usual, SplitMix64 random)
    {
        // Shares of the two thirds that use enough.
        var draw = random.Next(1_000);
        var kind = usual < LeastUsual ? BehaviourKind.Steady : draw switch
        {
            < 122 => BehaviourKind.Growing,
            < 244 => BehaviourKind.Fading,
            < 381 => BehaviourKind.Irregular,
            < 457 => BehaviourKind.Leaving,
            _ => BehaviourKind.Steady,
        };
        var leaving = FirstLeavingDay + (int)random.Next(LastLeavingDay - FirstLeavingDay + 1);
        return new Behaviour(kind, kind == BehaviourKind.Leaving ? leaving : -1, random.Next());
    }

    /// <summary>The first day, from 0, at whose end the behaviour can be known from the usage; it may lie behind the days generated.</summary>
    public int FindableDay => Kind switch
    {
        BehaviourKind.Steady => 0,
        BehaviourKind.Leaving => LeavingDay + DaysOfSilence,
        _ => DaysToShow,
    };

    /// <summary>Usage on a day, from 0, as a multiple of the usual.</summary>
    public double Factor(int day) => Kind switch
    {
        BehaviourKind.Growing => Math.Min(4, 0.5 * Exponential.Of(0.03 * day)),
        BehaviourKind.Fading => Math.Max(0.1, 1.6 * Exponential.Of(-0.03 * day)),
        BehaviourKind.Irregular => Spell(day),
        BehaviourKind.Leaving => Math.Clamp((LeavingDay - day) / (double)DaysOfLeaving, 0, 1),
        _ => 1,
    };

    /// <summary>Spells of five to twelve days, a low one behind every high one: never as long silent as somebody who has left.</summary>
    private double Spell(int day)
    {
        var random = new SplitMix64(Seed);
        var isHigh = random.Next(2) == 0;
        for (var end = 0; ; isHigh = !isHigh)
        {
            end += ShortestSpell + (int)random.Next(LongestSpell - ShortestSpell + 1);
            var factor = (isHigh ? HighSpells : LowSpells)[(int)random.Next(3)];
            if (day < end) return factor;
        }
    }
}
