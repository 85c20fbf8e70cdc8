using System.Runtime.InteropServices;
using SQLitePCL;

namespace CustomerGrains.Storage.Sqlite;

/// <summary>A prepared statement. Parameters count from 1, columns from 0, as in SQLite.</summary>
internal sealed class Statement : IDisposable
{
    private readonly Database _database;
    private readonly sqlite3_stmt _statement;

    public Statement(Database database, sqlite3_stmt statement)
    {
        _database = database;
        _statement = statement;
    }

    public Statement Bind(int index, long value)
    {
        _database.Check(raw.sqlite3_bind_int64(_statement, index, value));
        return this;
    }

    public Statement Bind(int index, string value)
    {
        _database.Check(raw.sqlite3_bind_text(_statement, index, value));
        return this;
    }

    /// <summary>Binds a copy of the bytes.</summary>
    public Statement Bind(int index, ReadOnlySpan<byte> value)
    {
        // An empty span may have a null reference, which SQLite takes for NULL.
        _database.Check(value.IsEmpty ? raw.sqlite3_bind_zeroblob(_statement, index, 0) : raw.sqlite3_bind_blob(_statement, index, value));
        return this;
    }

    public Statement BindNull(int index)
    {
        _database.Check(raw.sqlite3_bind_null(_statement, index));
        return this;
    }

    /// <summary>Binds bytes of a pinned array in place; they must not change before the next <see cref="Reset"/>.</summary>
    public Statement BindPinned(int index, byte[] pinned, int length)
    {
        _database.Check(Native.BindBlob(_statement.DangerousGetHandle(), index, Marshal.UnsafeAddrOfPinnedArrayElement(pinned, 0), (ulong)length, 0));
        return this;
    }

    /// <summary>The parameter's index; 0 when the statement has none of this name.</summary>
    public int IndexOf(string name) => raw.sqlite3_bind_parameter_index(_statement, name);

    /// <summary>True when there is a row.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(_statement);
        if (code == raw.SQLITE_ROW) return true;
        if (code == raw.SQLITE_DONE) return false;
        var failure = Failure(code);
        raw.sqlite3_reset(_statement);
        throw failure;
    }

    /// <summary>Runs it to its end and makes it ready for the next time.</summary>
    public void Run()
    {
        while (Step())
        {
        }
        Reset();
    }

    /// <summary>Ends the run; what <see cref="Blob"/> gave is no longer valid.</summary>
    public void Reset() => raw.sqlite3_reset(_statement);

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public long Int64(int column) => raw.sqlite3_column_int64(_statement, column);

    public int Int32(int column) => raw.sqlite3_column_int(_statement, column);

    public string Text(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string();

    /// <summary>The column's bytes in place, valid until the next <see cref="Step"/> or <see cref="Reset"/>.</summary>
    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(_statement, column);

    public void Dispose() => _statement.Dispose();

    private SqliteFailure Failure(int code)
    {
        try
        {
            _database.Check(code);
            return new SqliteFailure(code, $"{_database.Path}: unexpected result {code}.");
        }
        catch (SqliteFailure failure)
        {
            return failure;
        }
    }
}
