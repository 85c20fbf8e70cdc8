namespace CustomerGrains.Cli.Generation;

/// <summary>
/// e to the power of x by arithmetic that every processor does alike. <see cref="Math.Exp"/> is the C library's, and its last bit
/// differs between libraries: enough to make another record of the same seed.
/// </summary>
internal static class Exponential
{
    private const double Ln2 = 0.6931471805599453;

    /// <summary>For |x| below 700.</summary>
    public static double Of(double x)
    {
        var whole = (long)Math.Floor(x / Ln2);
        var rest = x - (whole * Ln2);

        // Taylor's series in Horner's form; the rest is below 0.694, so that the 13th term is below 1e-12.
        var sum = 1.0;
        for (var n = 12; n > 0; n--) sum = 1.0 + (rest / n * sum);
        return sum * BitConverter.Int64BitsToDouble((whole + 1023) << 52);
    }
}
