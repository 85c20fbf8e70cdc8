namespace CustomerGrains.Client;

/// <summary>
/// Writes a usage record in the protobuf encoding of <c>customergrains.v1.UsageRecord</c>: the same bytes that the generated
/// message would give (fields in number order, defaults left out), without the message.
/// </summary>
public static class UsageRecordEncoder
{
    /// <summary>
    /// Room for everything but the texts: 9 texts with tag and length (up to 2 + 5 bytes each), 12 varints with tag (2 + 10) and the
    /// time stamp (2 + 2 × 11).
    /// </summary>
    private const int FixedRoom = (9 * 7) + (12 * 12) + 24;

    /// <summary>An upper bound of the encoded size, in bytes.</summary>
    public static int MaxSize(in UsageRecordFields record) => FixedRoom + record.TextLength;

    /// <summary>
    /// Writes the record at the start of <paramref name="destination"/>, which has at least <see cref="MaxSize"/> bytes.
    /// </summary>
    /// <returns>The encoded size in bytes.</returns>
    public static int Write(Span<byte> destination, in UsageRecordFields record)
    {
        var writer = new WireWriter(destination);
        writer.Text(1, record.Id);
        if (record.RecordType is { } recordType) writer.Varint(2, recordType);
        if (record.Service != 0) writer.Varint(3, (ulong)(long)record.Service);
        writer.Text(4, record.Msisdn);
        writer.Text(5, record.Imsi);
        writer.Text(6, record.OtherParty);
        if (record.StartTime is { } startTime) writer.Timestamp(7, startTime, record.StartTimeNanos);
        if (record.UtcOffsetMinutes is { } offset) writer.Varint(8, ZigZag(offset));
        if (record.DurationSeconds != 0) writer.Varint(9, record.DurationSeconds);
        if (record.OctetsUp != 0) writer.Varint(10, record.OctetsUp);
        if (record.OctetsDown != 0) writer.Varint(11, record.OctetsDown);
        if (record.Count != 0) writer.Varint(12, record.Count);
        writer.Text(13, record.CellId);
        writer.Text(14, record.VisitedPlmn);
        if (record.CallKind != 0) writer.Varint(15, (ulong)(long)record.CallKind);
        if (record.OnNet is { } onNet) writer.Varint(16, onNet ? 1u : 0u);
        if (record.CloseCause is { } closeCause) writer.Varint(17, closeCause);
        writer.Text(18, record.SessionId);
        if (record.ChargeMicros is { } charge) writer.Varint(19, (ulong)charge);
        writer.Text(20, record.CurrencyCode);
        if (record.SourceSequence is { } sequence) writer.Varint(21, sequence);
        writer.Text(22, record.ReversalOf);
        return writer.Position;
    }

    private static uint ZigZag(int value) => (uint)((value << 1) ^ (value >> 31));
}
