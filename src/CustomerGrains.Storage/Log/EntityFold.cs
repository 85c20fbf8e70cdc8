using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Storage.Log;

/// <summary>Folds entries from disk: an entry that does not fold is never skipped (core rule 1).</summary>
internal static class EntityFold
{
    /// <exception cref="StoreException">The entry does not fold; the message names entity and version.</exception>
    public static void Fold(IEntityState state, in EntryView entry, ReadOnlySpan<byte> key)
    {
        var version = entry.Version;
        try
        {
            state.Fold(entry);
        }
        catch (Exception exception)
        {
            throw new StoreCorruptException($"Version {version} of {EntityNames.ForLog(key)} does not fold: {exception.Message}", exception);
        }
        if (state.Version != version) throw new StoreCorruptException($"Version {version} of {EntityNames.ForLog(key)} folded to version {state.Version}.");
    }
}
