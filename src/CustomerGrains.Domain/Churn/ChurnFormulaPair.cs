namespace CustomerGrains.Domain.Churn;

/// <summary>Points that are added when two features are both in a range of their bins.</summary>
public sealed record ChurnFormulaPair
{
    public required ChurnBinRange First { get; init; }

    public required ChurnBinRange Second { get; init; }

    public required int Points { get; init; }

    /// <summary>The reason in English.</summary>
    public required string En { get; init; }

    /// <summary>The reason in Chinese.</summary>
    public required string Zh { get; init; }
}
