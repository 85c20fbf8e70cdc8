using System.Runtime.CompilerServices;
using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Storage.Log;

namespace CustomerGrains.Storage.Sqlite;

public sealed partial class SqliteStore
{
    public async IAsyncEnumerable<EntityKey> ReadChangedAsync(string kind, long since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var keys = await Task.Run(() => Try(() => ReadChanged(kind, since, cancellationToken)), cancellationToken).ConfigureAwait(false);
        foreach (var key in keys) yield return EntityKey.Parse(System.Text.Encoding.UTF8.GetString(key));
    }

    // The log first: what a pass moves meanwhile is then in a snapshot, and nothing is missed.
    private HashSet<byte[]> ReadChanged(string kind, long since, CancellationToken cancellationToken)
    {
        var prefix = System.Text.Encoding.UTF8.GetBytes(kind + "/");
        var keys = new HashSet<byte[]>(Utf8Comparer.Instance);
        var set = _segments.Pin();
        try
        {
            foreach (var segment in set.Segments)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (segment is SealedSegment done) ReadSealed(done, since, payload => AddKeys(payload, prefix, since, keys));
                else if (segment is MemorySegment open) ReadOpen(open, prefix, since, keys);
            }
        }
        finally
        {
            set.Unpin();
        }
        var reader = _file.Rent();
        try
        {
            using var select = reader.Database.PrepareOnce("SELECT entity FROM snapshots WHERE now >= ?1");
            select.Bind(1, since);
            while (select.Step())
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (select.Blob(0).StartsWith(prefix)) keys.Add(select.Blob(0).ToArray());
            }
        }
        finally
        {
            reader.Dispose();
        }
        return keys;
    }

    private static void ReadSealed(SealedSegment segment, long since, Action<byte[]> read)
    {
        var reader = segment.Rent();
        try
        {
            reader.ReadRowsSince(since, read);
        }
        catch
        {
            reader.Dispose();
            throw;
        }
        segment.Return(reader);
    }

    private static void ReadOpen(MemorySegment segment, ReadOnlySpan<byte> prefix, long since, HashSet<byte[]> keys)
    {
        for (var partition = 0; partition < Partitions.Count; partition++)
        {
            foreach (ref readonly var row in segment.RowsOf(partition)) AddKeys(row.Payload, prefix, since, keys);
        }
    }

    private static void AddKeys(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> prefix, long since, HashSet<byte[]> keys)
    {
        var row = RowView.Read(payload);
        var lookup = keys.GetAlternateLookup<ReadOnlySpan<byte>>();
        for (var i = 0; i < row.Count; i++)
        {
            var entry = EntryView.Read(row.Entry(row.Slot(i)));
            if (entry.Now >= since && entry.Key.StartsWith(prefix)) lookup.Add(entry.Key);
        }
    }
}
