using System.IO.Hashing;
using CustomerGrains.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace CustomerGrains.Cli.Mapping;

/// <summary>What every fact of a row has: whose it is, who says so, since when. Its id is a digest of the rest, so that the same row imported
/// again is a duplicate.</summary>
internal sealed class FactSources
{
    private readonly FilterSet _filters;
    private readonly int _columns;
    private readonly FieldSource? _subscriber, _sourceSystem, _eventTime, _skipWithout;
    private readonly TimeReader? _times;

    /// <param name="skipWithout">Rows where this is empty are filtered; null = none.</param>
    public FactSources(MappingFile mapping, TargetFields fields, int columns, FieldSpec? subscriber, FieldSpec? sourceSystem, FieldSpec? eventTime, FieldSource? skipWithout)
    {
        (_columns, _skipWithout) = (columns, skipWithout);
        _filters = fields.Filters(mapping.Filters);
        _subscriber = fields.Require("subscriberId", subscriber);
        _sourceSystem = fields.SourceSystem(sourceSystem, mapping.Source);
        _eventTime = fields.Require("eventTime", eventTime);
        _times = fields.Times(_eventTime);
    }

    /// <param name="tell">Reads what happened into the fact.</param>
    public RowOutcome TryMap(RowReader reader, CsvSource row, out FactInput item, Action<Fact> tell)
    {
        item = new FactInput { Fact = new Fact() };
        reader.Begin(row, _columns);
        if (reader.Failed) return RowOutcome.Unmapped;
        if (!_filters.Takes(row)) return RowOutcome.Filtered;
        if (_skipWithout is not null && reader.Text(_skipWithout) is null && !reader.Failed) return RowOutcome.Filtered;
        item.SubscriberId = reader.Id(_subscriber);
        item.Fact.SourceSystem = reader.Text(_sourceSystem, required: true) ?? "";
        var time = reader.Time(_eventTime, _times, out _);
        tell(item.Fact);
        if (reader.Failed) return RowOutcome.Unmapped;
        item.Fact.EventTime = new Timestamp { Seconds = time!.Value };
        item.Fact.Id = Convert.ToHexStringLower(XxHash128.Hash(item.ToByteArray()));
        return RowOutcome.Mapped;
    }
}
