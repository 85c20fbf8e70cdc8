using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Domain.Entities;

/// <summary>What an entity has become: the fold of its entries. Built by the grain while it lives and by the snapshotter from
/// disk; both must come to the same bytes.</summary>
public interface IEntityState
{
    /// <summary>Version of the last entry folded; 0 before the first.</summary>
    long Version { get; }

    /// <summary>Business time of the last entry, in milliseconds since 1970-01-01 UTC; 0 before the first.</summary>
    long Now { get; }

    /// <summary>Whether some effect of this entity has not yet been confirmed by its target (core rule 15).</summary>
    bool HasOpenEffects { get; }

    /// <summary>Folds the entry behind <see cref="Version"/>. Throws only before it has changed anything.</summary>
    void Fold(in EntryView entry);

    /// <summary>Reads what the next fact will probably need, so that it is in the processor's cache by then. May run on any thread,
    /// beside a fold: it reads only what cannot be torn, and the result means nothing.</summary>
    int Touch() => 0;

    /// <summary>The canonical bytes of the whole state, all three sections, format version in front.</summary>
    void WriteTo(ByteWriter writer);

    /// <summary>The canonical bytes of the aggregates alone, which do not depend on the order of the facts (core rule 24).</summary>
    void WriteAggregates(ByteWriter writer);
}
