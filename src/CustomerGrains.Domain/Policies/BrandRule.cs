namespace CustomerGrains.Domain.Policies;

/// <summary>What behaviour belongs to a brand. A condition that is null is not given; one whose value is not known does not hold, except for
/// the age (<see cref="AgeUnknownHolds"/>).</summary>
public sealed record BrandRule
{
    /// <summary>As the subscribers' facts name it.</summary>
    public string Brand { get; init; } = "";

    public BrandMatch Match { get; init; }

    /// <summary>Full years, from (inclusive) …</summary>
    public int? AgeFrom { get; init; }

    /// <summary>… to (inclusive).</summary>
    public int? AgeTo { get; init; }

    /// <summary>Of individuals whose year of birth is not known the age is taken to fit; else it is taken not to.</summary>
    public bool AgeUnknownHolds { get; init; }

    /// <summary>The average bill is at least this.</summary>
    public long? BillFromMicros { get; init; }

    /// <summary>The average bill is below this.</summary>
    public long? BillBelowMicros { get; init; }

    /// <summary>Data sessions are at least this share of the outgoing calls, messages and sessions.</summary>
    public double? DataShareFrom { get; init; }

    /// <summary>Events while roaming are at least this share of all.</summary>
    public double? RoamingShareFrom { get; init; }

    /// <summary>True: a dynamic or quasi mid/high-end subscriber.</summary>
    public bool? MidHighEnd { get; init; }

    /// <summary>True: the line of an organisation, or of a member of an enterprise group.</summary>
    public bool? Business { get; init; }
}
