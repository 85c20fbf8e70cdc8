namespace CustomerGrains.Domain.Classification;

/// <summary>What was used in a month, what was taken back subtracted.</summary>
internal struct MonthUse
{
    /// <summary>Events of all services in either direction.</summary>
    internal long Sessions;

    /// <summary>Of <see cref="Sessions"/>, outgoing ones.</summary>
    internal long Outgoing;

    /// <summary>Of <see cref="Outgoing"/>, data.</summary>
    internal long OutgoingData;

    /// <summary>Of <see cref="Sessions"/>, in a visited network.</summary>
    internal long Roaming;
    internal long Calls;
    internal long DroppedCalls;
    internal long VoiceSeconds;
    internal long OnNetSeconds;
    internal long OffNetSeconds;

    /// <summary>Each call rounded up.</summary>
    internal long Minutes;
    internal long OutgoingMinutes;

    /// <summary>Data.</summary>
    internal long DataOctets;

    /// <summary>Data and MMS.</summary>
    internal long Octets;
    internal long ChargeMicros;
}
