namespace CustomerGrains.Domain.Churn;

/// <summary>probability = 1 ÷ (1 + e^(−(points − offset) ÷ scale)).</summary>
public sealed record ChurnLogistic
{
    /// <summary>Points that multiply the odds by e; &gt; 0.</summary>
    public required double Scale { get; init; }

    /// <summary>Points of even odds.</summary>
    public required double Offset { get; init; }
}
