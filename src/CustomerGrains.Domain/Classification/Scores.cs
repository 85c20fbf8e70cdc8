using CustomerGrains.Domain.Policies;

namespace CustomerGrains.Domain.Classification;

/// <summary>Scores of 0 … 100 and their bands (domain §3.4).</summary>
public static class Scores
{
    /// <summary>Into 0 … 100, rounded to a millionth, so that 0.1 + 0.2 does not decide on which side of a cut a score lies.</summary>
    public static double Clamp(double score) => Math.Round(Math.Clamp(score, 0, 100), 6);

    /// <summary>95–100, 80–95, 60–80, 40–60, below 40.</summary>
    public static ScoreBand BandOf(double score, ScoreBands bands)
    {
        if (score >= bands.VeryHighFrom) return ScoreBand.VeryHigh;
        if (score >= bands.HighFrom) return ScoreBand.High;
        if (score >= bands.MiddleFrom) return ScoreBand.Middle;
        return score >= bands.LowFrom ? ScoreBand.Low : ScoreBand.VeryLow;
    }
}
