using System.Runtime.InteropServices;

namespace CustomerGrains.Storage.Sqlite;

/// <summary>The one call that SQLitePCL.raw offers only with a copy of the bytes: a row of a group is bound where it lies, which
/// saves an allocation and a copy of every byte that goes to the log.</summary>
internal static partial class Native
{
    /// <param name="destructor">0 = SQLITE_STATIC: the bytes stay where they are until the statement is bound anew.</param>
    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_bind_blob64")]
    internal static partial int BindBlob(nint statement, int index, nint data, ulong length, nint destructor);
}
