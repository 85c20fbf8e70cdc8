using System.Runtime.CompilerServices;
using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Usage;

namespace CustomerGrains.Domain.Subscribers;

/// <summary>All that a usage record does to a subscriber, in numbers. Judging reads it once, and the fold of the same turn takes it as it is; from disk it
/// is read again, by the same code from the same bytes.</summary>
internal struct UsageEvent
{
    /// <summary>The record's id within its scope.</summary>
    public ulong IdHash;

    public uint ContentHash;

    /// <summary>Seconds since 1970-01-01 UTC.</summary>
    public long StartTime;

    public UsagePlace Place;
    public ServiceKind Service;
    public UsageDirection Direction;

    /// <summary>Peak included.</summary>
    public UsageAttributes Attributes;

    public uint Count;

    /// <summary>Seconds of voice, octets of data and multimedia messages.</summary>
    public ulong Amount;

    /// <summary>Seconds.</summary>
    public ulong Duration;

    public bool IsReversal;
    public bool IsPartial;
    public bool IsDropped;
    public bool HasCharge;

    /// <summary>Whether the charge is in the currency that is summed.</summary>
    public bool IsOwnCurrency;

    public long ChargeMicros;

    /// <summary>Whether it is a contact with another party.</summary>
    public bool HasContact;

    public ulong ContactHash;

    /// <summary>Whether it belongs to a session that its records name.</summary>
    public bool HasSession;

    public ulong SessionHash;

    /// <summary>Reads a canonical record.</summary>
    /// <param name="source">Number of the source: the scope of ids and sessions.</param>
    /// <param name="ordinal">Place among equal records of its batch.</param>
    /// <exception cref="CorruptDataException">Damaged.</exception>
    internal static void Read(ReadOnlySpan<byte> bytes, int source, int ordinal, FoldParameters parameters, out UsageEvent usage)
    {
        var record = UsageRecordView.Read(bytes);
        // In place: it is large.
        Unsafe.SkipInit(out usage);
        usage.Read(record, record.IdHash(source, ordinal), record.ContentHash, source, parameters);
    }

    /// <summary>Sets everything.</summary>
    /// <exception cref="CorruptDataException">Damaged.</exception>
    internal void Read(in UsageRecordView record, ulong idHash, uint contentHash, int source, FoldParameters parameters)
    {
        (IdHash, ContentHash) = (idHash, contentHash);
        var details = record.ReadDetails();
        StartTime = record.StartTime;
        Service = record.Service;
        Direction = record.Direction;
        Place = UsagePlace.Of(StartTime, parameters, out var isPeak);
        Attributes = details.Attributes(record.RecordType) | (isPeak ? UsageAttributes.Peak : UsageAttributes.None);
        Count = (uint)Math.Min(record.Count, uint.MaxValue);
        Duration = record.Duration;
        Amount = record.Service switch
        {
            ServiceKind.Voice => record.Duration,
            ServiceKind.Data or ServiceKind.Mms => record.Octets,
            _ => 0UL,
        };
        IsReversal = details.ReversalOf.Length > 0;
        IsPartial = details.IsPartial;
        IsDropped = details.IsDropped;
        HasCharge = details.HasCharge;
        IsOwnCurrency = HasCharge && parameters.IsOwnCurrency(details.Currency);
        ChargeMicros = details.ChargeMicros;
        HasContact = !IsReversal && details.OtherParty.Length > 0 && record.Service is ServiceKind.Voice or ServiceKind.Sms or ServiceKind.Mms;
        ContactHash = HasContact ? details.ContactHash : 0;
        HasSession = details.SessionId.Length > 0 && StartTime <= SessionMemory.MaxTime;
        SessionHash = HasSession ? ScopedHash.Of(details.SessionId, source ^ (long)record.Service << 40 ^ (long)record.Direction << 48) : 0;
    }
}
