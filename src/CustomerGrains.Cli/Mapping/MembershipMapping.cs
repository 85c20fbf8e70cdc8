namespace CustomerGrains.Cli.Mapping;

/// <summary>The line joined or left a group: the fact <c>membership_changed</c>.</summary>
internal sealed record MembershipMapping
{
    /// <summary>The operator's id of the line. Required.</summary>
    public FieldSpec? SubscriberId { get; init; }

    /// <summary>The group. Required.</summary>
    public FieldSpec? GroupId { get; init; }

    /// <summary>family, enterpriseVpn, community, club. Required.</summary>
    public FieldSpec? GroupKind { get; init; }

    /// <summary>A, B, other.</summary>
    public FieldSpec? EnterpriseClass { get; init; }

    /// <summary>true or false, 1 or 0, yes or no.</summary>
    public FieldSpec? KeyMember { get; init; }

    /// <summary>It left; likewise.</summary>
    public FieldSpec? Left { get; init; }

    /// <summary>Which system says so; the mapping's <see cref="MappingFile.Source"/> when not given.</summary>
    public FieldSpec? SourceSystem { get; init; }

    /// <summary>From when on. Required.</summary>
    public FieldSpec? EventTime { get; init; }

    /// <summary>Rows without a group's id are filtered; else they are errors.</summary>
    public bool Optional { get; init; }
}
