using System.Globalization;
using CustomerGrains.Domain.Parties;
using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;
using PartyKind = CustomerGrains.Domain.Parties.PartyKind;
using PartyValue = CustomerGrains.V1.PartyValue;

namespace CustomerGrains.Cli.Mapping;

/// <summary>Makes descriptions of customers, accounts, groups or prospects of a file's rows as a mapping says.</summary>
internal sealed class PartyMapper : IRowMapper<DescribePartyRequest>
{
    /// <summary>Between the texts of a field that has several.</summary>
    private const char TextSeparator = ';';

    private readonly RowReader _reader = new();
    private readonly PartyKind _kind;
    private readonly bool _isOptional;
    private readonly FilterSet _filters;
    private readonly int _columns;
    private readonly FieldSource? _id, _sourceSystem, _eventTime;
    private readonly TimeReader? _times;
    private readonly List<(PartyFieldRule Rule, FieldSource Source, TimeReader? Times, Quantity? Money)> _values = [];

    /// <exception cref="CliException">The mapping does not fit the file; the message has every reason.</exception>
    public PartyMapper(MappingFile mapping, PartyKind kind, PartyMapping party, IReadOnlyList<string> columns)
    {
        var target = PartyKinds.NameOf(kind);
        var fields = new TargetFields(target, columns);
        (_kind, _isOptional, _columns) = (kind, party.Optional, columns.Count);
        _filters = fields.Filters(mapping.Filters);
        _id = fields.Require("id", party.Id);
        _sourceSystem = fields.SourceSystem(party.SourceSystem, mapping.Source);
        _eventTime = fields.Require("eventTime", party.EventTime);
        _times = fields.Times(_eventTime);
        if (party.Values.Count == 0) fields.Say($"{target}.values is empty: there is nothing to say.");
        foreach (var (name, spec) in party.Values)
        {
            if (PartyFields.Of(kind).FirstOrDefault(rule => PartyFields.NameOf(rule.Field) == name) is not { } rule)
            {
                fields.Say($"{target}.values has '{name}', which it does not have; it has {string.Join(", ", PartyFields.Of(kind).Select(static rule => PartyFields.NameOf(rule.Field)))}.");
                continue;
            }

            var source = fields.Find($"values.{name}", spec)!;
            _values.Add((rule, source, rule.Type == PartyValueType.Time ? fields.Times(source) : null, rule.Type == PartyValueType.Money ? fields.Money(source) : null));
        }

        fields.ThrowIfAny();
    }

    /// <inheritdoc/>
    public RowError Error => _reader.Error;

    /// <inheritdoc/>
    public RowOutcome TryMap(CsvSource row, out DescribePartyRequest item)
    {
        item = new DescribePartyRequest { Kind = (V1.PartyKind)_kind };
        _reader.Begin(row, _columns);
        if (_reader.Failed) return RowOutcome.Unmapped;
        if (!_filters.Takes(row)) return RowOutcome.Filtered;
        if (_isOptional && _reader.Text(_id) is null && !_reader.Failed) return RowOutcome.Filtered;
        item.PartyId = _reader.Id(_id);
        item.SourceSystem = _reader.Text(_sourceSystem, required: true) ?? "";
        var time = _reader.Time(_eventTime, _times, out _);
        foreach (var (rule, source, times, money) in _values)
        {
            if (_reader.Text(source) is { } text && Value(rule, source, text, times, money) is { } value && !_reader.Failed) item.Attributes.Add(new PartyAttribute { Field = (V1.PartyField)rule.Field, Value = value });
        }

        if (_reader.Failed) return RowOutcome.Unmapped;
        if (item.Attributes.Count == 0)
        {
            if (_isOptional) return RowOutcome.Filtered;
            _reader.Fail("", "every value is empty, so there is nothing to say");
            return RowOutcome.Unmapped;
        }

        item.EventTime = new Timestamp { Seconds = time!.Value };
        return RowOutcome.Mapped;
    }

    /// <summary>As the protocol has it; what is wrong with it is noted.</summary>
    private PartyValue? Value(PartyFieldRule rule, FieldSource source, string text, TimeReader? times, Quantity? money)
    {
        switch (rule.Type)
        {
            case PartyValueType.Number:
                if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return Fail("is not a whole number");
                return Checked(Domain.Parties.PartyValue.Of(number), new PartyValue { Number = number });
            case PartyValueType.Money:
                return money!.Read(_reader, allowNegative: true) is { } micros ? Checked(Domain.Parties.PartyValue.Of((long)micros), new PartyValue { Number = (long)micros }) : null;
            case PartyValueType.Flag:
                return ValueParsers.TryBoolean(text, out var flag) ? new PartyValue { Flag = flag } : Fail("is not true or false");
            case PartyValueType.Time:
                return _reader.Time(source, times, out _) is { } time ? Checked(Domain.Parties.PartyValue.Of(time), new PartyValue { Time = new Timestamp { Seconds = time } }) : null;
            case PartyValueType.Choice:
                var choice = rule.Choices.FirstOrDefault(c => string.Equals(ValueParsers.Plain(c.Name), ValueParsers.Plain(text), StringComparison.OrdinalIgnoreCase));
                return choice.Number > 0 ? new PartyValue { Text = choice.Name } : Fail($"is not one of {string.Join(", ", rule.Choices.Select(static c => c.Name))}");
            case PartyValueType.Texts:
                var texts = text.Split(TextSeparator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
                return Checked(Domain.Parties.PartyValue.Of(texts), new PartyValue { Texts = new V1.TextList { Values = { texts } } });
            default:
                return Checked(Domain.Parties.PartyValue.Of(text), new PartyValue { Text = text });
        }

        PartyValue? Checked(in Domain.Parties.PartyValue value, PartyValue message) => rule.ProblemOf(value) is { } problem ? Fail(problem.TrimEnd('.')) : message;

        PartyValue? Fail(string problem)
        {
            _reader.Fail(source.Columns, $"'{text}' {problem}");
            return null;
        }
    }
}
