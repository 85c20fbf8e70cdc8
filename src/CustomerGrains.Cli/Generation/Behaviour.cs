namespace CustomerGrains.Cli.Generation;

/// <summary>What becomes of a made-up subscriber's usage from day to day.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="LeavingDay">Of a leaving subscriber the first day without usage, from 0; it may lie behind the days generated. Else −1.</param>
/// <param name="Seed">Decides an irregular subscriber's weeks.</param>
internal readonly record struct Behaviour(BehaviourKind Kind, int LeavingDay, ulong Seed)
{
    private const int FirstLeavingDay = 10;
    private const int LastLeavingDay = 89;
    private const int DaysOfLeaving = 14;

    /// <summary>Draws one: of a hundred subscribers 70 are steady, 8 grow, 8 fade, 9 are irregular and 5 leave.</summary>
    public static Behaviour Draw(SplitMix64 random)
    {
        var kind = random.Next(100) switch
        {
            < 70 => BehaviourKind.Steady,
            < 78 => BehaviourKind.Growing,
            < 86 => BehaviourKind.Fading,
            < 95 => BehaviourKind.Irregular,
            _ => BehaviourKind.Leaving,
        };
        var leaving = FirstLeavingDay + (int)random.Next(LastLeavingDay - FirstLeavingDay + 1);
        return new Behaviour(kind, kind == BehaviourKind.Leaving ? leaving : -1, random.Next());
    }

    /// <summary>Usage on a day, from 0, as a multiple of the usual.</summary>
    public double Factor(int day) => Kind switch
    {
        BehaviourKind.Growing => Math.Min(3, 0.5 * Exponential.Of(0.03 * day)),
        BehaviourKind.Fading => Math.Max(0.03, 1.5 * Exponential.Of(-0.04 * day)),
        BehaviourKind.Irregular => (SplitMix64.Mix(Seed + (ulong)(day / 7)) % 4) switch { 0 => 0, 1 => 0.2, 2 => 1, _ => 3 },
        BehaviourKind.Leaving => Math.Clamp((LeavingDay - day) / (double)DaysOfLeaving, 0, 1),
        _ => 1,
    };
}
