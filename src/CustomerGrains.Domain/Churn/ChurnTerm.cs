namespace CustomerGrains.Domain.Churn;

/// <summary>What one term says of one vector; its place in the answer is its number: the features' terms in the formula's order, then the pairs.</summary>
/// <param name="Bin">Of the feature, from 0; <see cref="MissingBin"/>. Of a pair 0 when it holds, else <see cref="MissingBin"/>.</param>
/// <param name="Points">Signed, above or below the term's neutral ones: &gt; 0 speaks for leaving.</param>
public readonly record struct ChurnTerm(int Bin, int Points)
{
    /// <summary>The value is missing; the pair does not hold.</summary>
    public const int MissingBin = -1;
}
