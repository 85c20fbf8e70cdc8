namespace CustomerGrains.Cli.Mapping;

/// <summary>The fields of <c>customergrains.v1.UsageRecord</c>, under the names they have there.</summary>
internal sealed record RecordMapping
{
    /// <summary>Unique within the source; without one, equal rows are told apart by a hash only.</summary>
    public FieldSpec? Id { get; init; }

    /// <summary>Name (moCall, mtCall, roaming, moSMS, mtSMS, pGW, chargingFunction) or 3GPP number. Required.</summary>
    public FieldSpec? RecordType { get; init; }

    /// <summary>voice, sms, data, mms, valueAdded.</summary>
    public FieldSpec? Service { get; init; }

    /// <summary>Whose number is served. This or <see cref="Imsi"/> is required.</summary>
    public FieldSpec? Msisdn { get; init; }

    /// <summary>Whose SIM is served.</summary>
    public FieldSpec? Imsi { get; init; }

    /// <summary>The other side.</summary>
    public FieldSpec? OtherParty { get; init; }

    /// <summary>When it began. Required.</summary>
    public FieldSpec? StartTime { get; init; }

    /// <summary>Minutes; taken from the start time when that tells.</summary>
    public FieldSpec? UtcOffsetMinutes { get; init; }

    /// <summary>How long it lasted.</summary>
    public FieldSpec? DurationSeconds { get; init; }

    /// <summary>Sent by the subscriber.</summary>
    public FieldSpec? OctetsUp { get; init; }

    /// <summary>Received by the subscriber.</summary>
    public FieldSpec? OctetsDown { get; init; }

    /// <summary>Events in the record.</summary>
    public FieldSpec? Count { get; init; }

    /// <summary>The cell.</summary>
    public FieldSpec? CellId { get; init; }

    /// <summary>The visited network.</summary>
    public FieldSpec? VisitedPlmn { get; init; }

    /// <summary>local, longDistance, international.</summary>
    public FieldSpec? CallKind { get; init; }

    /// <summary>true or false, 1 or 0, yes or no.</summary>
    public FieldSpec? OnNet { get; init; }

    /// <summary>3GPP causeForRecClosing.</summary>
    public FieldSpec? CloseCause { get; init; }

    /// <summary>What partial records belong to.</summary>
    public FieldSpec? SessionId { get; init; }

    /// <summary>The charge.</summary>
    public FieldSpec? ChargeMicros { get; init; }

    /// <summary>ISO 4217.</summary>
    public FieldSpec? CurrencyCode { get; init; }

    /// <summary>The source's own consecutive number.</summary>
    public FieldSpec? SourceSequence { get; init; }

    /// <summary>The id of the record that this one takes back.</summary>
    public FieldSpec? ReversalOf { get; init; }
}
