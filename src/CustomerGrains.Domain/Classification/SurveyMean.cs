namespace CustomerGrains.Domain.Classification;

/// <summary>Mean of survey scores, each weighing half of what one a half-life later does. Ages are taken from the latest survey, not from the
/// present: what passing time takes from all weights alike does not change the mean, and so cannot change a class.</summary>
public struct SurveyMean
{
    private int _latest;
    private double _weights;
    private double _sum;

    /// <summary>0 … 100; null = no survey.</summary>
    public readonly double? Value => _weights > 0 ? Math.Clamp(_sum / _weights, 0, 100) : null;

    /// <summary>In the order of their days.</summary>
    /// <param name="day">Local.</param>
    /// <param name="score">0 … 100.</param>
    public void Add(int day, double score, double halfLifeDays)
    {
        if (_weights > 0)
        {
            var decay = double.Exp2((_latest - day) / halfLifeDays);
            _weights *= decay;
            _sum *= decay;
        }
        _latest = day;
        _weights += 1;
        _sum += score;
    }
}
