using CustomerGrains.Storage.Sqlite;

namespace CustomerGrains.Storage.ReadModel;

/// <summary>Some values of one row, by the places of the fields that were asked for.</summary>
public readonly ref struct RowValues
{
    private readonly Statement _statement;

    internal RowValues(Statement statement) => _statement = statement;

    /// <summary>Of a field that is no text, as it is stored; <see cref="SubscriberRow.Absent"/> = there is none.</summary>
    public long Number(int place) => _statement.Int64(place);

    /// <summary>Of a text field.</summary>
    public string Text(int place) => _statement.Text(place);
}
