namespace CustomerGrains.Cli.Generation;

/// <summary>
/// e to the power of x by arithmetic that every processor does alike. <see cref="Math.Exp"/> is the C library's, and its last bit
/// differs between libraries: enough to make another record of the same seed.
/// </summary>
internal static class Exponential
{
    private const double Ln2 = 0.6931471805599453;

    /// <summary>1/n! for n = 0 … 10: with |x| below ln 2 / 2 the next term is below 1e-12.</summary>
    private static ReadOnlySpan<double> Taylor =>
    [
        1, 1, 1.0 / 2, 1.0 / 6, 1.0 / 24, 1.0 / 120, 1.0 / 720, 1.0 / 5_040, 1.0 / 40_320, 1.0 / 362_880, 1.0 / 3_628_800,
    ];

    /// <summary>For |x| below 700.</summary>
    public static double Of(double x)
    {
        var whole = (long)Math.Floor((x / Ln2) + 0.5);
        var rest = x - (whole * Ln2);
        var sum = Taylor[10];
        for (var n = 9; n >= 0; n--) sum = (sum * rest) + Taylor[n];
        return sum * BitConverter.Int64BitsToDouble((whole + 1023) << 52);
    }
}
