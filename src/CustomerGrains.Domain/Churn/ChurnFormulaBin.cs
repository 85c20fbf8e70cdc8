namespace CustomerGrains.Domain.Churn;

/// <summary>The values from the bound of the bin before (inclusive) up to <see cref="Below"/> (exclusive).</summary>
public sealed record ChurnFormulaBin
{
    /// <summary>Upper bound, exclusive; null = none.</summary>
    public double? Below { get; init; }

    public required int Points { get; init; }

    /// <summary>The reason in English; <c>{value}</c> stands for the feature's value, <c>{percent}</c> for a hundred times it. Needed where the points are
    /// not the neutral ones.</summary>
    public string En { get; init; } = "";

    /// <summary>The same in Chinese.</summary>
    public string Zh { get; init; } = "";
}
