namespace CustomerGrains.Domain.Classification;

/// <summary>What the brand fit comes from; behaviour is that of the policy's full months.</summary>
public readonly record struct BrandFitInputs
{
    /// <summary>As the facts name it; empty = not known.</summary>
    public string Brand { get; init; }

    /// <summary>Full months of the subscription.</summary>
    public int Months { get; init; }

    /// <summary>Year of the present less year of birth; null = not known.</summary>
    public int? Age { get; init; }

    /// <summary>The line of an organisation, or of a member of an enterprise group.</summary>
    public bool IsBusiness { get; init; }

    /// <summary>Of an organisation: it has no age.</summary>
    public bool IsOrganisation { get; init; }

    /// <summary>Mean bill, micros a month.</summary>
    public long AverageBillMicros { get; init; }

    /// <summary>Data sessions as a share of the outgoing calls, messages and sessions; null = there were none.</summary>
    public double? DataShare { get; init; }

    /// <summary>Events while roaming as a share of all; null = there were none.</summary>
    public double? RoamingShare { get; init; }

    public MidHighEndClass MidHighEnd { get; init; }
}
