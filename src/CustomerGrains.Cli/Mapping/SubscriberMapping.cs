namespace CustomerGrains.Cli.Mapping;

/// <summary>The fields of <c>customergrains.v1.RegisterSubscriberRequest</c>.</summary>
internal sealed record SubscriberMapping
{
    /// <summary>The operator's id of the line. Required.</summary>
    public FieldSpec? SubscriberId { get; init; }

    /// <summary>Start of the subscription. Required.</summary>
    public FieldSpec? ActivationTime { get; init; }

    /// <summary>The plan.</summary>
    public FieldSpec? Plan { get; init; }

    /// <summary>The brand.</summary>
    public FieldSpec? Brand { get; init; }

    /// <summary>The region.</summary>
    public FieldSpec? Region { get; init; }

    /// <summary>Numbers, each from a column of its own; an empty one is left out.</summary>
    public IReadOnlyList<FieldSpec> Msisdns { get; init; } = [];

    /// <summary>IMSIs, likewise.</summary>
    public IReadOnlyList<FieldSpec> Imsis { get; init; } = [];
}
