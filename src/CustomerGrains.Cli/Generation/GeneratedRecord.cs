using CustomerGrains.V1;

namespace CustomerGrains.Cli.Generation;

/// <summary>A generated usage record, small enough to keep a few thousand to send again.</summary>
internal struct GeneratedRecord
{
    /// <summary>Local day as yyyymmdd; with <see cref="Number"/> it is the record's id.</summary>
    public int Day;

    /// <summary>Number of the record in the day, from 0.</summary>
    public int Number;

    /// <summary>Index in the population; −1 when nobody holds the number.</summary>
    public int Subscriber;

    /// <summary>3GPP record type.</summary>
    public uint RecordType;

    /// <summary>Served number.</summary>
    public ulong Msisdn;

    /// <summary>The other side; 0 for data.</summary>
    public ulong OtherParty;

    /// <summary>Seconds since 1970 UTC.</summary>
    public long StartTime;

    /// <summary>Seconds.</summary>
    public uint Duration;

    /// <summary>Octets.</summary>
    public ulong OctetsUp;

    /// <summary>Octets.</summary>
    public ulong OctetsDown;

    /// <summary>Of calls; else not given.</summary>
    public CallKind CallKind;

    /// <summary>The other side is a subscriber, or the service desk; of calls and messages.</summary>
    public bool OnNet;

    /// <summary>The duration is that of a counter that ran below zero: to be rejected.</summary>
    public bool Broken;

    /// <summary>Number of the cell.</summary>
    public uint Cell;

    /// <summary>It has been sent a second time.</summary>
    public bool Repeated;
}
