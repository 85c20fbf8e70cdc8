using CustomerGrains.Domain.Encoding;
using SQLitePCL;

namespace CustomerGrains.Storage.Sqlite;

/// <summary>SQLite refused. Public members wrap it in a <see cref="StoreException"/>.</summary>
internal sealed class SqliteFailure : Exception
{
    public SqliteFailure(int code, string message) : base(message) => Code = code;

    /// <summary>SQLite's extended result code.</summary>
    public int Code { get; }

    /// <summary>Whether an fsync failed: the kernel may have dropped the pages and will not say so again (core rule 9).</summary>
    public bool IsFsync => Code is raw.SQLITE_IOERR_FSYNC or raw.SQLITE_IOERR_DIR_FSYNC;

    /// <summary>Whether it looks like a damaged file rather than a full or failing disk.</summary>
    public bool IsCorrupt => (Code & 0xff) is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB;

    /// <summary>A failed reading as callers of the store get it.</summary>
    /// <param name="what">What cannot be read.</param>
    /// <param name="failure">A <see cref="SqliteFailure"/> or a <see cref="CorruptDataException"/>.</param>
    public static StoreException Reading(string what, Exception failure)
    {
        var message = $"{what} cannot be read: {failure.Message}";
        return failure is CorruptDataException or SqliteFailure { IsCorrupt: true } ? new StoreCorruptException(message, failure) : new StoreException(message, failure);
    }
}
