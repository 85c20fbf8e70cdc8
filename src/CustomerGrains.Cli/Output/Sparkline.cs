namespace CustomerGrains.Cli.Output;

/// <summary>Numbers as a line of little bars.</summary>
internal static class Sparkline
{
    private const string Bars = "▁▂▃▄▅▆▇█";

    /// <summary>One character each, the largest as high as can be; a dot for zero.</summary>
    public static string Of(IReadOnlyList<ulong> values)
    {
        var most = values.Count == 0 ? 0 : values.Max();
        return string.Concat(values.Select(value => value == 0 ? '·' : Bars[(int)Math.Round((Bars.Length - 1) * (value / (double)most))]));
    }
}
