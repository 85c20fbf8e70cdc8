using System.IO.Hashing;
using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Storage.Worker;

/// <summary>A toy entity: its state is its version and a digest over all its entries' bytes in order, so that a lost, doubled,
/// reordered or altered entry shows.</summary>
public sealed class ToyState : IEntityState
{
    /// <summary>A fact body that makes the fold throw while <see cref="ToyKinds.Poisoned"/> is set.</summary>
    public static ReadOnlySpan<byte> Poison => "poison"u8;

    private readonly ToyKinds _kinds;

    internal ToyState(ToyKinds kinds) => _kinds = kinds;

    public long Version { get; private set; }

    public long Now { get; private set; }

    public ulong Digest { get; private set; }

    /// <summary>Effects asked for and not confirmed.</summary>
    public long Open { get; private set; }

    public bool HasOpenEffects => Open > 0;

    public void Fold(in EntryView entry)
    {
        foreach (var fact in entry.Facts)
        {
            if (_kinds.Poisoned && fact.Body.SequenceEqual(Poison)) throw new InvalidOperationException("The toy is poisoned.");
            if (fact.Kind == FactKind.EffectConfirmed) Open--;
        }
        if (entry.HasEffects) Open++;
        Version = entry.Version;
        Now = entry.Now;
        Digest = Mix(Digest, entry.Bytes);
    }

    public static ulong Mix(ulong digest, ReadOnlySpan<byte> entry) => XxHash64.HashToUInt64(entry, (long)digest);

    public void WriteTo(ByteWriter writer)
    {
        writer.Byte(1);
        writer.Varint((ulong)Version);
        writer.Varint((ulong)Now);
        writer.UInt64(Digest);
        writer.Varint((ulong)Open);
    }

    public void WriteAggregates(ByteWriter writer) => writer.UInt64(Digest);

    internal static ToyState Read(ToyKinds kinds, ReadOnlySpan<byte> snapshot)
    {
        var reader = new ByteReader(snapshot);
        if (reader.Byte() != 1) throw new CorruptDataException("Not a toy.");
        return new ToyState(kinds) { Version = (long)reader.Varint(), Now = (long)reader.Varint(), Digest = reader.UInt64(), Open = (long)reader.Varint() };
    }
}
