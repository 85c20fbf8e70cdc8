using System.IO.Hashing;
using System.Text;
using CustomerGrains.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace CustomerGrains.Cli.Mapping;

/// <summary>Makes registrations of a file's rows as a mapping says.</summary>
internal sealed class SubscriberMapper : IRowMapper<RegisterSubscriberRequest>
{
    private readonly RowReader _reader = new();
    private readonly FilterSet _filters;
    private readonly NumberingPlan? _plan;
    private readonly int _columns;
    private readonly TimeReader? _times;
    private readonly FieldSource? _id, _activation, _planName, _brand, _region;
    private readonly FieldSource[] _msisdns, _imsis;

    /// <exception cref="CliException">The mapping has no subscribers in it, or does not fit the file; the message has every reason.</exception>
    public SubscriberMapper(MappingFile mapping, IReadOnlyList<string> columns)
    {
        if (mapping.Subscriber is not { } subscriber)
        {
            throw new CliException("The mapping has no \"subscriber\", so rows cannot become subscribers.", CliException.Usage);
        }

        var problems = new List<string>();
        FieldSource? Field(string name, FieldSpec? spec) => spec is null ? null : new FieldSource(name, spec, columns, problems);
        _columns = columns.Count;
        _plan = mapping.NumberingPlan;
        if (_plan?.Problem() is { } problem) problems.Add(problem);
        _filters = new FilterSet(mapping.Filters, columns, problems);
        _id = Field("subscriber.subscriberId", subscriber.SubscriberId);
        _activation = Field("subscriber.activationTime", subscriber.ActivationTime);
        _times = _activation is null ? null : new TimeReader(_activation, problems);
        _planName = Field("subscriber.plan", subscriber.Plan);
        _brand = Field("subscriber.brand", subscriber.Brand);
        _region = Field("subscriber.region", subscriber.Region);
        _msisdns = [.. subscriber.Msisdns.Select(spec => Field("subscriber.msisdns", spec)!)];
        _imsis = [.. subscriber.Imsis.Select(spec => Field("subscriber.imsis", spec)!)];
        if (_id is null) problems.Add("subscriber.subscriberId is required.");
        if (_activation is null) problems.Add("subscriber.activationTime is required.");
        MappingProblems.ThrowIfAny(problems);
    }

    /// <summary>What is wrong with the row for which the outcome was <see cref="RowOutcome.Unmapped"/>.</summary>
    public RowError Error => _reader.Error;

    /// <summary>Makes a registration of the current row; its request id is a digest of its content, so that the same is registered once.</summary>
    public RowOutcome TryMap(CsvSource row, out RegisterSubscriberRequest item)
    {
        var request = item = new RegisterSubscriberRequest();
        _reader.Begin(row, _columns);
        if (_reader.Failed) return RowOutcome.Unmapped;
        if (!_filters.Takes(row)) return RowOutcome.Filtered;
        request.SubscriberId = _reader.Id(_id);
        var activation = _reader.Time(_activation, _times, out _);
        request.Plan = _reader.Text(_planName) ?? "";
        request.Brand = _reader.Text(_brand) ?? "";
        request.Region = _reader.Text(_region) ?? "";
        foreach (var source in _msisdns) Add(request.Msisdns, _reader.Number(source, _plan, mustBeNumber: true));
        foreach (var source in _imsis) Add(request.Imsis, _reader.Number(source, null, mustBeNumber: true));
        if (_reader.Failed) return RowOutcome.Unmapped;
        request.ActivationTime = new Timestamp { Seconds = activation!.Value };
        request.RequestId = Convert.ToHexStringLower(XxHash128.Hash(request.ToByteArray()));
        return RowOutcome.Mapped;
    }

    private static void Add(ICollection<string> numbers, ReadOnlySpan<byte> number)
    {
        if (!number.IsEmpty) numbers.Add(Encoding.ASCII.GetString(number));
    }
}
