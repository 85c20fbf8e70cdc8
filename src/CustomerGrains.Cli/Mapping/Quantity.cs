namespace CustomerGrains.Cli.Mapping;

/// <summary>A field with a unit: a duration, a number of octets, an amount of money.</summary>
internal sealed class Quantity
{
    private readonly FieldSource _source;
    private readonly decimal _unit = 1;
    private readonly Rounding _rounding;
    private readonly bool _clock;

    public Quantity(FieldSource source, Func<string?, decimal?> unit, string units, List<string> problems)
    {
        _source = source;
        _rounding = source.Spec.Rounding ?? Rounding.Nearest;
        _clock = source.Spec.Unit == ValueParsers.Clock && units.Contains(ValueParsers.Clock, StringComparison.Ordinal);
        if (_clock) return;
        if (unit(source.Spec.Unit) is { } factor) _unit = factor;
        else problems.Add($"{source.Field}: '{source.Spec.Unit}' is not one of the units {units}.");
    }

    /// <summary>The value in whole basic units; null when the field has none.</summary>
    public decimal? Read(RowReader reader, bool allowNegative)
    {
        if (reader.Text(_source) is not { } text) return null;
        decimal value;
        if (_clock)
        {
            if (!ValueParsers.TryClock(text, out value)) reader.Fail(_source.Columns, $"'{text}' is not a duration like 00:01:30");
        }
        else if (!ValueParsers.TryQuantity(text, _unit, _rounding, out value))
        {
            reader.Fail(_source.Columns, $"'{text}' is not a number");
        }

        if (!allowNegative && value < 0) reader.Fail(_source.Columns, $"'{text}' is negative");
        if (decimal.Abs(value) > long.MaxValue) reader.Fail(_source.Columns, $"'{text}' is too large");
        return reader.Failed ? null : value;
    }
}
