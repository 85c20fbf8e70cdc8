namespace CustomerGrains.Domain.Churn;

/// <summary>
/// The explicit formula of churn risk (明确的数学公式, domain §3.10): a scorecard that a person can read, check and change.
/// <c>points = base + Σ points of each feature's bin + Σ points of each pair that holds</c>, and the calibration says which probability of
/// leaving in the next 30 days that is. Points are whole numbers, so that they add up exactly.
/// </summary>
public sealed record ChurnFormula
{
    /// <summary>Of this layout; a document of another is refused.</summary>
    public const int CurrentFormat = 1;

    /// <summary><see cref="CurrentFormat"/>.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>A name of its own, said with every score: <c>generator-1</c>.</summary>
    public required string Id { get; init; }

    /// <summary>For the reader.</summary>
    public string Description { get; init; } = "";

    /// <summary>Where the numbers come from: what they were fitted on, or who set them. Said wherever the model is listed.</summary>
    public required string Provenance { get; init; }

    /// <summary>Points of everyone.</summary>
    public int BasePoints { get; init; }

    /// <summary>At most one a feature.</summary>
    public required IReadOnlyList<ChurnFormulaTerm> Terms { get; init; }

    /// <summary>What two features say together beyond what each says by itself.</summary>
    public IReadOnlyList<ChurnFormulaPair> Pairs { get; init; } = [];

    public required ChurnCalibration Calibration { get; init; }

    /// <summary>Where the bands begin, unless the policy says otherwise.</summary>
    public ChurnBands Bands { get; init; } = new();
}
