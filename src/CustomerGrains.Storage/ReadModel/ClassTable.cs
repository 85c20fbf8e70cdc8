using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace CustomerGrains.Storage.ReadModel;

/// <summary>The classes of all subscribers in memory, the keys of their numbers and times (<see cref="NumberKey"/>), and which row each subscriber has:
/// about 250 bytes a subscriber. Row numbers are never given to another one. Thread-safe.</summary>
internal sealed class ClassTable : IDisposable
{
    private const int FirstRows = 1_024;

    private readonly ReaderWriterLockSlim _lock = new();
    private readonly ClassColumn[] _columns = new ClassColumn[SubscriberFields.All.Count];
    private readonly NumberColumn[] _numbers = new NumberColumn[SubscriberFields.All.Count];

    /// <summary>By 128 bits of hash: ids themselves would take as much again.</summary>
    private readonly Dictionary<UInt128, int> _rows = [];
    private ulong[] _all = [];
    private int _capacity;
    private int _next;

    public ClassTable()
    {
        foreach (var field in SubscriberFields.Classes) _columns[field.Ordinal] = new ClassColumn(field);
        foreach (var field in SubscriberFields.Numbers) _numbers[field.Ordinal] = new NumberColumn(field);
        Grow(FirstRows);
    }

    public int Count => Read(table => table._rows.Count);

    /// <summary>The row of a subscriber, perhaps a new one: that counts when it is <see cref="Set"/>.</summary>
    /// <param name="added">How many new ones were given out before, by the one who writes.</param>
    public (int Row, bool IsNew) RowOf(string subscriberId, int added) =>
        Read(table => table._rows.TryGetValue(HashOf(subscriberId), out var row) ? (row, false) : (table._next + added, true));

    public bool IsClassChange(SubscriberRow row) => Read(table =>
    {
        if (!table._rows.TryGetValue(HashOf(row.SubscriberId), out var number)) return true;
        foreach (var field in SubscriberFields.Classes)
        {
            if (!table._columns[field.Ordinal].IsAt(number, row)) return true;
        }
        return false;
    });

    public void Set(IEnumerable<(int Row, SubscriberRow Values)> rows)
    {
        _lock.EnterWriteLock();
        try
        {
            foreach (var (row, values) in rows) SetOne(row, values);
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    /// <summary>Numbers up to this one were given before.</summary>
    public void StartAt(int row)
    {
        _lock.EnterWriteLock();
        _next = Math.Max(_next, row);
        _lock.ExitWriteLock();
    }

    public void Remove(string subscriberId)
    {
        _lock.EnterWriteLock();
        try
        {
            if (_rows.Remove(HashOf(subscriberId), out var row)) _all[row >> 6] &= ~(1UL << (row & 63));
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    public T View<T>(Func<ClassView, T> read) =>
        Read(table => read(new ClassView(field => table._columns[field.Ordinal], new RowSet(table._all[..RowSet.WordsFor(table._next)]), table._next, field => table._numbers[field.Ordinal])));

    /// <summary>All classes as of now, for whoever takes time over them.</summary>
    public (ClassColumn[] Columns, ulong[] All, int Rows) Copy() =>
        Read(table => (SubscriberFields.Classes.Select(f => table._columns[f.Ordinal].Copy(table._next)).ToArray(), table._all[..RowSet.WordsFor(table._next)], table._next));

    public void Dispose() => _lock.Dispose();

    private T Read<T>(Func<ClassTable, T> read)
    {
        _lock.EnterReadLock();
        try
        {
            return read(this);
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }

    private void SetOne(int row, SubscriberRow values)
    {
        if (row >= _capacity) Grow(Math.Max(row + 1, _capacity * 2));
        _rows[HashOf(values.SubscriberId)] = row;
        _all[row >> 6] |= 1UL << (row & 63);
        _next = Math.Max(_next, row + 1);
        foreach (var field in SubscriberFields.Classes) _columns[field.Ordinal].Set(row, field.IsText ? 0 : values.Number(field), values.Text(field));
        foreach (var field in SubscriberFields.Numbers) _numbers[field.Ordinal].Set(row, values.Number(field));
    }

    private void Grow(int rows)
    {
        _capacity = rows;
        Array.Resize(ref _all, RowSet.WordsFor(rows));
        foreach (var field in SubscriberFields.Classes) _columns[field.Ordinal].Grow(rows);
        foreach (var field in SubscriberFields.Numbers) _numbers[field.Ordinal].Grow(rows);
    }

    private static UInt128 HashOf(string subscriberId) => XxHash128.HashToUInt128(MemoryMarshal.AsBytes(subscriberId.AsSpan()));
}
