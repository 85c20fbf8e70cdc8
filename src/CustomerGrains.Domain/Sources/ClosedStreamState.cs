using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Domain.Sources;

/// <summary>A stream that is closed: what is kept of it for good, so that its file replayed again counts nothing.</summary>
public sealed class ClosedStreamState : IEntityState
{
    private const byte FormatVersion = 1;

    private EffectMemory _effects = new();

    public long Version { get; private set; }

    public long Now { get; private set; }

    public bool HasOpenEffects => false;

    /// <summary>Null while the stream is open or unknown.</summary>
    public StreamClosed? Closed { get; private set; }

    public bool IsEffectApplied(string origin, long version) => _effects.IsApplied(origin, version);

    public void Fold(in EntryView entry)
    {
        entry.Validate(after: Version);
        var fact = entry.SingleFact();
        if (fact.Kind != FactKind.StreamClosed) throw new CorruptDataException($"A closed stream cannot take a fact of the kind {fact.Kind}.");
        var cause = EffectCause.Read(entry.Cause);
        var body = new ByteReader(fact.Body);
        Closed = StreamClosed.Read(ref body);
        _effects.Remember(cause.Origin, cause.Version);
        Version = entry.Version;
        Now = entry.Now;
    }

    public void WriteTo(ByteWriter writer)
    {
        writer.Byte(FormatVersion);
        writer.Varint((ulong)Version);
        writer.Varint((ulong)Now);
        writer.Byte(Closed is null ? (byte)0 : (byte)1);
        Closed?.WriteTo(writer);
        _effects.WriteTo(writer);
    }

    public void WriteAggregates(ByteWriter writer)
    {
    }

    public static ClosedStreamState Read(ref ByteReader reader)
    {
        if (reader.Byte() is var format and not FormatVersion) throw new CorruptDataException($"A closed stream's state has format {format}; this version reads {FormatVersion}.");
        var state = new ClosedStreamState { Version = (long)reader.Varint(), Now = (long)reader.Varint() };
        if (reader.Byte() != 0) state.Closed = StreamClosed.Read(ref reader);
        state._effects = EffectMemory.Read(ref reader);
        return state;
    }
}
