using System.Text;

namespace CustomerGrains.Cli.Mapping;

/// <summary>
/// Reads fields of the current row; the first thing that is wrong is kept in <see cref="Error"/> and everything after it gives
/// nothing, so that a mapper asks for all its fields and looks once.
/// </summary>
internal sealed class RowReader
{
    private const int MaxIdBytes = 100;

    private byte[] _scratch = new byte[4096];
    private int _used;
    private CsvSource _row = null!;

    /// <summary>What is wrong with the row; meaningful while <see cref="Failed"/>.</summary>
    public RowError Error { get; private set; }

    /// <summary>Something is wrong with the row.</summary>
    public bool Failed { get; private set; }

    /// <summary>Begins with a row; what was read of the one before is overwritten.</summary>
    public void Begin(CsvSource row, int expectedColumns)
    {
        _row = row;
        _used = 0;
        Failed = false;
        if (row.Malformed is { } malformed) Fail("", malformed);
        if (row.Count != expectedColumns) Fail("", $"{row.Count} columns where the file has {expectedColumns}");
    }

    /// <summary>Notes what is wrong, unless something was wrong before.</summary>
    public void Fail(string column, string message)
    {
        if (Failed) return;
        Failed = true;
        Error = new RowError(_row.Line, column, message);
    }

    /// <summary>The text of a field, or null when it has none.</summary>
    public string? Text(FieldSource? source, bool required = false)
    {
        if (source is null || Failed) return null;
        if (!source.TryGet(_row, out var value, out var problem)) Fail(source.Columns, problem!);
        else if (value is null && required) Fail(source.Columns, $"empty, and {source.Field} is required");
        return Failed ? null : value;
    }

    /// <summary>An id that becomes an entity's key: required, 1 to 100 bytes, no '/'; empty when something is wrong.</summary>
    public string Id(FieldSource? source)
    {
        var id = Text(source, required: true) ?? "";
        if (id.Contains('/') || Encoding.UTF8.GetByteCount(id) > MaxIdBytes) Fail(source!.Columns, $"'{id}' is no id: give 1 to {MaxIdBytes} bytes, no '/'");
        return Failed ? "" : id;
    }

    /// <summary>The text of a field as UTF-8, valid until the next row; empty when it has none.</summary>
    public ReadOnlySpan<byte> Utf8(FieldSource? source) => Utf8(Text(source));

    /// <summary>A text as UTF-8, valid until the next row.</summary>
    public ReadOnlySpan<byte> Utf8(scoped ReadOnlySpan<char> text)
    {
        if (text.IsEmpty) return default;
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (_used + most > _scratch.Length)
        {
            // Spans given out before keep the old array alive and stay right.
            _scratch = new byte[Math.Max(_scratch.Length * 2, most)];
            _used = 0;
        }

        var length = Encoding.UTF8.GetBytes(text, _scratch.AsSpan(_used));
        var span = _scratch.AsSpan(_used, length);
        _used += length;
        return span;
    }

    /// <summary>A number: E.164 digits, or the text itself where it is none and the field may hold anything.</summary>
    public ReadOnlySpan<byte> Number(FieldSource? source, NumberingPlan? plan, bool mustBeNumber)
    {
        if (Text(source) is not { } text) return default;
        Span<char> digits = stackalloc char[40];
        var length = 0;
        var isNumber = plan is null
            ? mustBeNumber && NumberingPlan.TryInternational(text, digits, out length)
            : plan.TryNormalize(text, digits, out length);
        if (isNumber) return Utf8(digits[..length]);
        if (!mustBeNumber) return Utf8(text);
        Fail(source!.Columns, $"'{text}' is not a number of 5 to 15 digits");
        return default;
    }

    /// <summary>A value that a parser reads; null when the field has none.</summary>
    public T? Value<T>(FieldSource? source, TryParse<T> parse, string what, bool required = false)
        where T : struct
    {
        if (Text(source, required) is not { } text) return null;
        if (parse(text, out var value)) return value;
        Fail(source!.Columns, $"'{text}' is not {what}");
        return null;
    }

    /// <summary>A time; null when the field has none.</summary>
    public long? Time(FieldSource? source, TimeReader? reader, out int? offsetMinutes)
    {
        offsetMinutes = null;
        if (Text(source, required: true) is not { } text) return null;
        if (reader!.TryRead(text, out var seconds, out offsetMinutes, out var problem)) return seconds;
        Fail(source!.Columns, problem!);
        return null;
    }
}
