using System.IO.Compression;
using System.Runtime.InteropServices;
using CustomerGrains.Domain.Encoding;
using CustomerGrains.Storage.Sqlite;

namespace CustomerGrains.Storage.ReadModel.Sqlite;

public sealed partial class SqliteReadModel
{
    /// <summary>Of the packed columns of a day; a byte in front of each.</summary>
    private const byte PackingVersion = 1;

    public async Task KeepDayAsync(ReportDay day, CancellationToken cancellationToken)
    {
        await Ready.WaitAsync(cancellationToken).ConfigureAwait(false);
        var packed = await _recording.RunAsync(
            () =>
            {
                var (columns, all, rows) = _classes.Copy();
                return (Rows: rows, Present: Pack(MemoryMarshal.AsBytes(all.AsSpan())), Columns: columns.Select(c => (c.Field.Name, Names: Pack(NamesOf(c)), Codes: Pack(CodesOf(c)))).ToList());
            },
            cancellationToken).ConfigureAwait(false);
        await WriteAsync(
            () =>
            {
                using var insert = _writer.PrepareOnce("INSERT INTO report_days (day, as_of, made_up, rows, present) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING RETURNING 1");
                insert.Bind(1, day.Day).Bind(2, day.AsOf).Bind(3, day.IsMadeUp ? 1 : 0).Bind(4, packed.Rows).Bind(5, packed.Present);
                var isNew = false;
                while (insert.Step()) isNew = true;
                if (!isNew) return;
                using var column = _writer.PrepareOnce("INSERT INTO report_classes (day, field, names, codes) VALUES (?1, ?2, ?3, ?4)");
                foreach (var (name, names, codes) in packed.Columns) column.Bind(1, day.Day).Bind(2, name).Bind(3, names).Bind(4, codes).Run();
            },
            cancellationToken).ConfigureAwait(false);
    }

    public Task ForgetDaysAsync(int before, CancellationToken cancellationToken) => WriteAsync(
        () =>
        {
            foreach (var table in (string[])["report_days", "report_classes"])
            {
                using var delete = _writer.PrepareOnce($"DELETE FROM {table} WHERE day < ?1");
                delete.Bind(1, before).Run();
            }
        },
        cancellationToken);

    public Task<IReadOnlyList<ReportDay>> ListDaysAsync(CancellationToken cancellationToken) => ReadAsync<IReadOnlyList<ReportDay>>(
        database =>
        {
            var days = new List<ReportDay>();
            using var select = database.PrepareOnce("SELECT day, as_of, made_up FROM report_days ORDER BY day");
            while (select.Step()) days.Add(new ReportDay(select.Int32(0), select.Int64(1), select.Int64(2) == 1));
            return days;
        },
        cancellationToken);

    public Task<ClassView?> OpenDayAsync(int day, IReadOnlyCollection<RowField> fields, CancellationToken cancellationToken) => ReadAsync(
        database =>
        {
            using var select = database.PrepareOnce("SELECT rows, present FROM report_days WHERE day = ?1");
            if (!select.Bind(1, day).Step()) return null;
            var rows = select.Int32(0);
            var all = MemoryMarshal.Cast<byte, ulong>(Unpack(select.Blob(1))).ToArray();
            var columns = fields.Distinct().ToDictionary(static f => f, f => ReadColumn(database, day, f, rows));
            return new ClassView(field => columns[field], new RowSet(all), rows);
        },
        cancellationToken);

    private static ClassColumn ReadColumn(Database database, int day, RowField field, int rows)
    {
        using var select = database.PrepareOnce("SELECT names, codes FROM report_classes WHERE day = ?1 AND field = ?2");
        if (!select.Bind(1, day).Bind(2, field.Name).Step())
        {
            var none = new ClassColumn(field);
            none.Grow(rows);
            return none;
        }
        var codes = Unpack(select.Blob(1));
        if (!field.IsText) return new ClassColumn(field, codes, [], []);
        var reader = new ByteReader(Unpack(select.Blob(0)));
        var names = new string[reader.Count()];
        for (var i = 0; i < names.Length; i++) names[i] = reader.Text();
        return new ClassColumn(field, [], MemoryMarshal.Cast<byte, int>(codes).ToArray(), names);
    }

    private static ReadOnlySpan<byte> NamesOf(ClassColumn column)
    {
        var writer = new ByteWriter();
        writer.Count(column.Names.Count);
        foreach (var name in column.Names) writer.Text(name);
        return writer.ToArray();
    }

    private static ReadOnlySpan<byte> CodesOf(ClassColumn column) => column.Field.IsText ? MemoryMarshal.AsBytes(column.Large) : column.Small;

    private static byte[] Pack(ReadOnlySpan<byte> bytes)
    {
        using var packed = new MemoryStream();
        packed.WriteByte(PackingVersion);
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true)) brotli.Write(bytes);
        return packed.ToArray();
    }

    private static byte[] Unpack(ReadOnlySpan<byte> packed)
    {
        if (packed.IsEmpty || packed[0] != PackingVersion) throw new CorruptDataException($"A day's classes have another format than {PackingVersion}.");
        using var brotli = new BrotliStream(new MemoryStream(packed[1..].ToArray()), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        try
        {
            brotli.CopyTo(bytes);
        }
        catch (Exception exception) when (exception is InvalidDataException or InvalidOperationException)
        {
            throw new CorruptDataException($"A day's classes are damaged: {exception.Message}");
        }
        return bytes.ToArray();
    }
}
