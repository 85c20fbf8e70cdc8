using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Domain.Parties;

/// <summary>The merges of one kind of party, one behind the other: each entry decides one, as an effect on the party that is merged. Its version
/// is what makes cycles impossible: whoever decides says at which version it followed where parties went, and is refused when another merge
/// came between. It remembers nothing of merges that are delivered: the parties do.</summary>
public sealed class MergesState : IEntityState
{
    private const byte FormatVersion = 1;

    private OpenEffects _openEffects = new();

    public long Version { get; private set; }

    public long Now { get; private set; }

    public bool HasOpenEffects => _openEffects.Count > 0;

    public OpenEffects OpenEffects => _openEffects;

    public void Fold(in EntryView entry)
    {
        entry.Validate(after: Version);
        var fact = entry.SingleFact();
        switch (fact.Kind)
        {
            case FactKind.PartyMerged:
                PartyMerge.Read(fact.Body);
                break;
            case FactKind.EffectConfirmed:
                _openEffects.Confirm(fact.Body);
                break;
            default:
                throw new CorruptDataException($"Merges cannot take a fact of the kind {fact.Kind}.");
        }
        _openEffects.Add(entry);
        Version = entry.Version;
        Now = entry.Now;
    }

    public void WriteTo(ByteWriter writer)
    {
        writer.Byte(FormatVersion);
        writer.Varint((ulong)Version);
        writer.Varint((ulong)Now);
        _openEffects.WriteTo(writer);
    }

    /// <summary>None: what was merged, the parties know.</summary>
    public void WriteAggregates(ByteWriter writer)
    {
    }

    internal static MergesState Read(ref ByteReader reader)
    {
        if (reader.Byte() is var format and not FormatVersion) throw new CorruptDataException($"The state of merges has format {format}; this version reads {FormatVersion}.");
        return new MergesState { Version = (long)reader.Varint(), Now = (long)reader.Varint(), _openEffects = OpenEffects.Read(ref reader) };
    }
}
