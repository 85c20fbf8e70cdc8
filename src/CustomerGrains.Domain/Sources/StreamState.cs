using System.Buffers.Binary;
using System.IO.Hashing;
using CustomerGrains.Domain.Encoding;

namespace CustomerGrains.Domain.Sources;

/// <summary>An open stream of a source.</summary>
public sealed class StreamState
{
    /// <summary>Complete batches whose outcomes are kept.</summary>
    public const int RememberedBatches = 64;

    /// <summary>Batches that may be begun beyond the last complete one.</summary>
    public const int Window = 32;

    private readonly List<BatchState> _batches = [];

    internal StreamState(long ordinal, string id)
    {
        Ordinal = ordinal;
        Id = id;
    }

    /// <summary>Dense number in the source; a new session may give a new one (<see cref="SourceState.OrdinalFor"/>).</summary>
    public long Ordinal { get; internal set; }

    public string Id { get; }

    /// <summary>The source's own number of the stream; null when it gave none.</summary>
    public long? SourceSequence { get; internal set; }

    /// <summary>The session that may send; an earlier one is superseded.</summary>
    public long Session { get; internal set; }

    /// <summary>w: all batches up to this one are complete.</summary>
    public long Complete { get; private set; }

    /// <summary>The largest batch begun.</summary>
    public long LastBegun { get; private set; }

    public BatchCounts Counts { get; private set; }

    /// <summary>Over the digests of the batches up to <see cref="Complete"/>.</summary>
    public UInt128 Digest { get; private set; }

    /// <summary>Operational time of the last batch begun or session opened, milliseconds since 1970-01-01 UTC. Not business time: that
    /// may leap months when a replay begins, and nobody was idle meanwhile.</summary>
    public long LastActivity { get; internal set; }

    /// <summary>The batch, while it is under way or remembered.</summary>
    public BatchState? Find(long batch)
    {
        foreach (var state in _batches)
            if (state.Begun.Batch == batch) return state;
        return null;
    }

    internal void Begin(in BatchBegun begun)
    {
        if (begun.Batch != LastBegun + 1) throw new CorruptDataException($"Batch {begun.Batch} cannot begin behind batch {LastBegun}.");
        _batches.Add(BatchState.Begin(begun));
        LastBegun = begun.Batch;
        LastActivity = Math.Max(LastActivity, begun.ReceivedAt);
    }

    /// <summary>The digest of a stream with one batch more; 0 is that of a stream without any.</summary>
    public static UInt128 Roll(UInt128 stream, UInt128 batch)
    {
        Span<byte> both = stackalloc byte[32];
        BinaryPrimitives.WriteUInt128LittleEndian(both, stream);
        BinaryPrimitives.WriteUInt128LittleEndian(both[16..], batch);
        return XxHash128.HashToUInt128(both);
    }

    /// <returns>The batch that is complete with this.</returns>
    internal BatchState Finish(in BatchCompleted completed)
    {
        var batch = Find(completed.Batch) ?? throw new CorruptDataException($"Batch {completed.Batch} is complete and was never begun.");
        if (batch.IsComplete) throw new CorruptDataException($"Batch {completed.Batch} is complete twice.");
        batch.Complete(completed);
        Counts += completed.Counts;
        while (Find(Complete + 1) is { IsComplete: true } next)
        {
            Complete++;
            Digest = Roll(Digest, next.Begun.Digest);
        }
        _batches.RemoveAll(b => b.Begun.Batch <= Complete - RememberedBatches);
        return batch;
    }

    internal void WriteTo(ByteWriter writer)
    {
        writer.Varint((ulong)Ordinal);
        writer.Text(Id);
        writer.Varint((ulong)Session);
        writer.Varint((ulong)Complete);
        writer.Varint((ulong)LastBegun);
        Counts.WriteTo(writer);
        writer.UInt64((ulong)(Digest >> 64));
        writer.UInt64((ulong)Digest);
        writer.Varint((ulong)LastActivity);
        writer.Count(_batches.Count);
        foreach (var batch in _batches) batch.WriteTo(writer);
        writer.Varint(SourceSequence is { } number ? (ulong)number + 1 : 0);
    }

    /// <param name="isFormat1">Of the source's state, which had no numbers.</param>
    internal static StreamState Read(ref ByteReader reader, bool isFormat1)
    {
        var state = new StreamState((long)reader.Varint(), reader.Text())
        {
            Session = (long)reader.Varint(),
            Complete = (long)reader.Varint(),
            LastBegun = (long)reader.Varint(),
            Counts = BatchCounts.Read(ref reader),
            Digest = new UInt128(reader.UInt64(), reader.UInt64()),
            LastActivity = (long)reader.Varint(),
        };
        for (var left = reader.Count(); left > 0; left--) state._batches.Add(BatchState.Read(ref reader));
        if (!isFormat1 && reader.Varint() is var number and > 0) state.SourceSequence = (long)(number - 1);
        return state;
    }
}
