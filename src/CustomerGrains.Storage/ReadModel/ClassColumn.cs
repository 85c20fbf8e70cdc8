namespace CustomerGrains.Storage.ReadModel;

/// <summary>One class of all subscribers, by row number: a byte each, of texts a number of a list of names.</summary>
internal sealed class ClassColumn
{
    private readonly Dictionary<string, int>? _codes;
    private readonly List<string>? _names;
    private byte[] _small = [];
    private int[] _large = [];

    public ClassColumn(RowField field)
    {
        Field = field;
        if (field.IsText) (_codes, _names) = (new Dictionary<string, int>(StringComparer.Ordinal) { [""] = 0 }, [""]);
    }

    /// <summary>As it was kept.</summary>
    public ClassColumn(RowField field, byte[] small, int[] large, IEnumerable<string> names) : this(field)
    {
        (_small, _large) = (small, large);
        foreach (var name in names.Skip(1)) Code(name);
    }

    public RowField Field { get; }

    /// <summary>Codes that there may be: one more than the largest.</summary>
    public int Codes => _names?.Count ?? 256;

    public IReadOnlyList<string> Names => _names ?? [];

    public ReadOnlySpan<byte> Small => _small;

    public ReadOnlySpan<int> Large => _large;

    public int this[int row] => _names is null ? _small[row] : _large[row];

    public void Grow(int rows)
    {
        if (_names is null) Array.Resize(ref _small, rows);
        else Array.Resize(ref _large, rows);
    }

    public void Set(int row, long number, string text)
    {
        if (_names is null) _small[row] = (byte)number;
        else _large[row] = Code(text);
    }

    public bool IsAt(int row, SubscriberRow other) => _names is null ? _small[row] == (byte)other.Number(Field) : _names[_large[row]] == other.Text(Field);

    /// <summary>A copy of the first rows, that nobody changes.</summary>
    public ClassColumn Copy(int rows) => new(Field, [.. _small.AsSpan(0, Math.Min(rows, _small.Length))], [.. _large.AsSpan(0, Math.Min(rows, _large.Length))], [.. Names]);

    /// <summary>A code in words.</summary>
    public string NameOf(int code) => _names is null ? Field.NameOf(code) : _names[code];

    private int Code(string name)
    {
        if (_codes!.TryGetValue(name, out var code)) return code;
        _codes.Add(name, code = _names!.Count);
        _names.Add(name);
        return code;
    }
}
