namespace CustomerGrains.Domain.Churn;

/// <summary>A calibration made ready: points to a probability that never falls.</summary>
internal sealed class ChurnCurve
{
    private readonly double _scale = 1;
    private readonly double _offset;
    private readonly int[] _points = [];
    private readonly double[] _probabilities = [];

    public ChurnCurve(ChurnCalibration calibration)
    {
        if (calibration.Logistic is { } logistic)
        {
            (_scale, _offset) = (logistic.Scale, logistic.Offset);
            return;
        }
        _points = [.. calibration.Table!.Select(static p => p.Points)];
        _probabilities = [.. calibration.Table!.Select(static p => p.Probability)];
    }

    public double Probability(int points)
    {
        if (_points.Length == 0) return 1 / (1 + Math.Exp(-(points - _offset) / _scale));
        var at = _points.AsSpan().BinarySearch(points);
        if (at >= 0) return _probabilities[at];
        at = ~at;
        if (at == 0) return _probabilities[0];
        if (at == _points.Length) return _probabilities[^1];
        var share = (points - _points[at - 1]) / (double)(_points[at] - _points[at - 1]);
        return _probabilities[at - 1] + (share * (_probabilities[at] - _probabilities[at - 1]));
    }
}
