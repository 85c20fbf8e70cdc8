using CustomerGrains.Domain.Entities;

namespace CustomerGrains.Storage.Sqlite;

/// <summary>Reads one entity's rows out of pinned history files, in order.</summary>
/// <param name="files">Oldest first.</param>
/// <param name="key">The entity's, UTF-8.</param>
/// <param name="keyHash">Of the key.</param>
/// <param name="isOldest">Whether reading begins with the oldest version that is kept: else its file is looked for from the newest.</param>
internal sealed class HistoryCursor(IReadOnlyList<HistoryFile> files, byte[] key, ulong keyHash, bool isOldest)
{
    private readonly long _place = StoreFile.PlaceOf(keyHash);
    private int _file = isOldest ? 0 : -1;

    /// <summary>The row that holds the version; null when it is not in these files.</summary>
    /// <exception cref="StoreCorruptException">It is missing, and a later one is there.</exception>
    public HistoryRow? Read(long version)
    {
        if (_file < 0 && Find(version) is { } found) return found;
        for (; _file < files.Count; _file++)
        {
            var row = Use(files[_file], reader => reader.ReadAbove(key, _place, version));
            if (row is null) continue;
            if (row.First != version) throw new StoreCorruptException($"Version {version} of {EntityNames.ForLog(key)} is missing from history, version {row.First} is there.");
            return row;
        }
        return null;
    }

    /// <summary>Looks for the row from the newest file back; what is not in it begins a row behind it.</summary>
    private HistoryRow? Find(long version)
    {
        for (_file = files.Count - 1; _file >= 0; _file--)
        {
            var row = Use(files[_file], reader => reader.ReadBelow(key, _place, version));
            if (row is null) continue;
            return row.Last >= version ? row : null;
        }
        _file = 0;
        return null;
    }

    private static HistoryRow? Use(HistoryFile file, Func<HistoryReader, HistoryRow?> read)
    {
        var reader = file.Rent();
        HistoryRow? row;
        try
        {
            row = read(reader);
        }
        catch
        {
            reader.Dispose();
            throw;
        }
        file.Return(reader);
        return row;
    }
}
