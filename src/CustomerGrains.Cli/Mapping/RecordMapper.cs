using System.Globalization;
using CustomerGrains.Client;

namespace CustomerGrains.Cli.Mapping;

/// <summary>Makes usage records of a file's rows as a mapping says. Not safe for use by several threads at once.</summary>
internal sealed class RecordMapper
{
    /// <summary>Ids are at most so many bytes in the protocol; a longer one would be refused by the server, record by record.</summary>
    private const int MaxIdLength = 64;

    private readonly RowReader _reader = new();
    private readonly FilterSet _filters;
    private readonly NumberingPlan? _plan;
    private readonly int _columns;
    private readonly TimeReader? _times;
    private readonly Quantity? _duration, _octetsUp, _octetsDown, _charge;
    private readonly FieldSource? _id, _recordType, _service, _msisdn, _imsi, _otherParty, _startTime, _utcOffset, _count, _cellId,
        _visitedPlmn, _callKind, _onNet, _closeCause, _sessionId, _currency, _sequence, _reversalOf;

    /// <exception cref="CliException">The mapping has no records in it, or does not fit the file; the message has every reason.</exception>
    public RecordMapper(MappingFile mapping, IReadOnlyList<string> columns)
    {
        if (mapping.Record is not { } record)
        {
            throw new CliException("The mapping has no \"record\", so rows cannot become usage records.", CliException.Usage);
        }

        var problems = new List<string>();
        FieldSource? Field(string name, FieldSpec? spec) => spec is null ? null : new FieldSource(name, spec, columns, problems);
        Quantity? Amount(string name, FieldSpec? spec, Func<string?, decimal?> unit, string units) =>
            Field(name, spec) is { } source ? new Quantity(source, unit, units, problems) : null;

        _columns = columns.Count;
        _plan = mapping.NumberingPlan;
        if (_plan?.Problem() is { } problem) problems.Add(problem);
        _filters = new FilterSet(mapping.Filters, columns, problems);
        _id = Field("record.id", record.Id);
        _recordType = Field("record.recordType", record.RecordType);
        _service = Field("record.service", record.Service);
        _msisdn = Field("record.msisdn", record.Msisdn);
        _imsi = Field("record.imsi", record.Imsi);
        _otherParty = Field("record.otherParty", record.OtherParty);
        _startTime = Field("record.startTime", record.StartTime);
        _times = _startTime is null ? null : new TimeReader(_startTime, problems);
        _utcOffset = Field("record.utcOffsetMinutes", record.UtcOffsetMinutes);
        _duration = Amount("record.durationSeconds", record.DurationSeconds, ValueParsers.DurationUnit, ValueParsers.DurationUnitNames);
        _octetsUp = Amount("record.octetsUp", record.OctetsUp, ValueParsers.OctetUnit, ValueParsers.OctetUnitNames);
        _octetsDown = Amount("record.octetsDown", record.OctetsDown, ValueParsers.OctetUnit, ValueParsers.OctetUnitNames);
        _count = Field("record.count", record.Count);
        _cellId = Field("record.cellId", record.CellId);
        _visitedPlmn = Field("record.visitedPlmn", record.VisitedPlmn);
        _callKind = Field("record.callKind", record.CallKind);
        _onNet = Field("record.onNet", record.OnNet);
        _closeCause = Field("record.closeCause", record.CloseCause);
        _sessionId = Field("record.sessionId", record.SessionId);
        _charge = Amount("record.chargeMicros", record.ChargeMicros, ValueParsers.ChargeUnit, ValueParsers.ChargeUnitNames);
        _currency = Field("record.currencyCode", record.CurrencyCode);
        _sequence = Field("record.sourceSequence", record.SourceSequence);
        _reversalOf = Field("record.reversalOf", record.ReversalOf);
        if (_recordType is null) problems.Add("record.recordType is required.");
        if (_startTime is null) problems.Add("record.startTime is required.");
        if (_msisdn is null && _imsi is null) problems.Add("record.msisdn or record.imsi is required: whose usage it is.");
        MappingProblems.ThrowIfAny(problems);
    }

    /// <summary>What is wrong with the row for which the outcome was <see cref="RowOutcome.Unmapped"/>.</summary>
    public RowError Error => _reader.Error;

    /// <summary>Makes a record of the current row; its texts are valid until the next call.</summary>
    public RowOutcome TryMap(CsvSource row, out UsageRecordFields record)
    {
        record = default;
        _reader.Begin(row, _columns);
        if (_reader.Failed) return RowOutcome.Unmapped;
        if (!_filters.Takes(row)) return RowOutcome.Filtered;
        record.Id = _reader.Utf8(_id);
        if (record.Id.Length > MaxIdLength) _reader.Fail(_id!.Columns, $"the id is {record.Id.Length} bytes long; at most {MaxIdLength} are allowed");
        record.RecordType = _reader.Value<uint>(_recordType, ValueParsers.TryRecordType, "a record type", required: true);
        record.Service = _reader.Value<V1.Service>(_service, ValueParsers.TryService, "voice, sms, data, mms or valueAdded") ?? default;
        record.Msisdn = _reader.Number(_msisdn, _plan, mustBeNumber: true);
        record.Imsi = _reader.Number(_imsi, null, mustBeNumber: true);
        if (record.Msisdn.IsEmpty && record.Imsi.IsEmpty) _reader.Fail((_msisdn ?? _imsi)!.Columns, "empty, so it is not known whose usage this is");
        record.OtherParty = _reader.Number(_otherParty, _plan, mustBeNumber: false);
        record.StartTime = _reader.Time(_startTime, _times, out var offset);
        record.UtcOffsetMinutes = _reader.Value<int>(_utcOffset, TryInt, "a whole number of minutes") ?? offset;
        record.DurationSeconds = Unsigned(_duration);
        record.OctetsUp = Unsigned(_octetsUp);
        record.OctetsDown = Unsigned(_octetsDown);
        record.Count = _reader.Value<ulong>(_count, TryUlong, "a count") ?? 0;
        record.CellId = _reader.Utf8(_cellId);
        record.VisitedPlmn = _reader.Utf8(_visitedPlmn);
        record.CallKind = _reader.Value<V1.CallKind>(_callKind, ValueParsers.TryCallKind, "local, longDistance or international") ?? default;
        record.OnNet = _reader.Value<bool>(_onNet, ValueParsers.TryBoolean, "true or false");
        record.CloseCause = _reader.Value<uint>(_closeCause, TryUint, "a cause");
        record.SessionId = _reader.Utf8(_sessionId);
        record.ChargeMicros = (long?)_charge?.Read(_reader, allowNegative: true);
        record.CurrencyCode = _reader.Utf8(_currency);
        record.SourceSequence = _reader.Value<ulong>(_sequence, TryUlong, "a whole number");
        record.ReversalOf = _reader.Utf8(_reversalOf);
        return _reader.Failed ? RowOutcome.Unmapped : RowOutcome.Mapped;
    }

    private ulong Unsigned(Quantity? quantity) => (ulong)(quantity?.Read(_reader, allowNegative: false) ?? 0);

    private static bool TryInt(string text, out int value) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    private static bool TryUint(string text, out uint value) => uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private static bool TryUlong(string text, out ulong value) => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
