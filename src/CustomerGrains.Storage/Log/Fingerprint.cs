namespace CustomerGrains.Storage.Log;

/// <summary>The upper half of an entity's key hash: what tables and directories are sorted by. Two entities may share one, so
/// whoever finds an entry by it compares the key in the entry.</summary>
internal static class Fingerprint
{
    public static uint Of(ulong keyHash) => (uint)(keyHash >> 32);

    /// <summary>One slot of a table: ordered by entity, then by <paramref name="position"/>.</summary>
    public static ulong Slot(uint fingerprint, uint position) => ((ulong)fingerprint << 32) | position;
}
