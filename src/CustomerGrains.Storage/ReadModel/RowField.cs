namespace CustomerGrains.Storage.ReadModel;

/// <summary>One searchable field of a subscriber: everything that the table, the filter, the order, masks, answers and documentation need to
/// know of it. <see cref="SubscriberFields"/> lists them.</summary>
public sealed class RowField
{
    private readonly Func<RowInput, long>? _number;
    private readonly Func<RowInput, string?>? _text;

    internal RowField(string name, RowFieldType type, string description, Func<RowInput, long>? number = null, Func<RowInput, string?>? text = null)
    {
        (Name, Type, Description, _number, _text) = (name, type, description, number, text);
    }

    /// <summary>As in the API and in SQL; snake case.</summary>
    public string Name { get; }

    public RowFieldType Type { get; }

    /// <summary>A sentence for the documentation.</summary>
    public string Description { get; }

    /// <summary>Names of an <see cref="RowFieldType.Enum"/>'s values by their number, and of a <see cref="RowFieldType.Set"/>'s by their bit;
    /// empty = there is none with this number.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>What is stored is the value times this, rounded.</summary>
    public long Scale { get; init; } = 1;

    /// <summary>Lists can be ordered by it: numbers and times are in memory in their order, and ids have an index.</summary>
    public bool IsSortable => !IsClass || this == SubscriberFields.SubscriberId;

    /// <summary>Coarse: a change of it is written at once, and it is kept in memory for reports.</summary>
    public bool IsClass => Type is not (RowFieldType.Number or RowFieldType.Time);

    public bool IsText => Type == RowFieldType.Text;

    /// <summary>Place among all fields, from 0; not stored.</summary>
    public int Ordinal { get; internal set; }

    /// <summary>A class that is no text in words, from what is stored: the value's name, a set's names joined by +.</summary>
    public string NameOf(long code) => Type switch
    {
        RowFieldType.Enum => code >= 0 && code < Values.Count ? Values[(int)code] : "",
        RowFieldType.Flag => code == 0 ? "false" : "true",
        RowFieldType.Set => code == 0 ? "NONE" : string.Join('+', Values.Where((_, bit) => (code >> bit & 1) != 0)),
        _ => code.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    internal long ReadNumber(in RowInput input) => _number!(input);

    internal string ReadText(in RowInput input) => _text!(input) ?? "";

    public override string ToString() => Name;
}
