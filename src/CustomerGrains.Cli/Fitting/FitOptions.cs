namespace CustomerGrains.Cli.Fitting;

/// <summary>What a formula is fitted on. The same options give the same formula.</summary>
internal sealed record FitOptions
{
    /// <summary>Populations that are fitted on.</summary>
    public IReadOnlyList<ulong> Seeds { get; init; } = [1, 2, 3, 4];

    /// <summary>Populations that the result is only measured on.</summary>
    public IReadOnlyList<ulong> HeldOut { get; init; } = [101, 102];

    /// <summary>Subscribers of each population.</summary>
    public int Subscribers { get; init; } = 5_000;
}
