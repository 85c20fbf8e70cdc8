using System.Globalization;

namespace CustomerGrains.Wire.Tests;

/// <summary>How much, and from which seed: CG_FUZZ and CG_FUZZ_SEED, to search for longer or to repeat a run.</summary>
internal static class FuzzSettings
{
    public static int Exchanges { get; } = Number("CG_FUZZ") ?? 200_000;

    public static int Seed { get; } = Number("CG_FUZZ_SEED") ?? 20_260_101;

    /// <summary>CG_FUZZ_TABLE: where the table of answers goes besides the test's output; null = nowhere.</summary>
    public static string? TableFile { get; } = Environment.GetEnvironmentVariable("CG_FUZZ_TABLE") is { Length: > 0 } file ? file : null;

    private static int? Number(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;
}
