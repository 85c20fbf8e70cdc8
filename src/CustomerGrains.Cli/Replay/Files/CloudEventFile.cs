using System.Text;
using System.Text.Json;
using CustomerGrains.Cli.Mapping;
using CustomerGrains.V1;
using Google.Protobuf;

namespace CustomerGrains.Cli.Replay.Files;

/// <summary>
/// Usage records as NDJSON: a CloudEvent (1.0, structured mode, JSON format) on each line, whose <c>data</c> is the protobuf JSON of
/// <c>customergrains.v1.UsageRecord</c>. The event's id is the record's, unless the data has one of its own.
/// </summary>
internal sealed class CloudEventFile : IRecordFile
{
    /// <summary>The <c>type</c> of the events that are usage records; others are filtered.</summary>
    public const string RecordType = "customergrains.v1.UsageRecord";

    /// <summary>A longer line is no usage record.</summary>
    private const int LongestLine = 1 << 20;

    private static readonly JsonParser Parser = new(JsonParser.Settings.Default);

    private readonly LineReader _lines;
    private readonly int _parts;
    private byte[] _scratch = new byte[1024];
    private string? _source;

    /// <exception cref="CliException">The file cannot be read.</exception>
    public CloudEventFile(string path, int parts)
    {
        _parts = parts;
        try
        {
            _lines = new LineReader(File.OpenRead(path), LongestLine);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"Cannot read {path}: {exception.Message}", CliException.Usage);
        }
    }

    /// <inheritdoc/>
    public RowError Error { get; private set; }

    /// <inheritdoc/>
    public bool TryRead(out RowOutcome outcome, out EncodedRecord record)
    {
        record = default;
        outcome = RowOutcome.Unmapped;
        ReadOnlyMemory<byte> line;
        do
        {
            if (!_lines.TryRead(out line)) return false;
        }
        while (line.Span.IndexOfAnyExcept(" \t\r"u8) < 0 && !_lines.IsTooLong);

        if (_lines.IsTooLong) return Fail("", $"longer than {LongestLine:N0} bytes");
        try
        {
            using var json = JsonDocument.Parse(line);
            outcome = TryRead(json.RootElement, out record);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The second: a text that is not UTF-8, or an attribute that is no text.
            outcome = Refuse("", $"no JSON of a CloudEvent: {exception.Message}");
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _lines.Dispose();

    private RowOutcome TryRead(JsonElement envelope, out EncodedRecord record)
    {
        record = default;
        if (envelope.ValueKind != JsonValueKind.Object) return Refuse("", "a CloudEvent is an object");
        foreach (var name in new[] { "specversion", "id", "source", "type" })
        {
            if (!envelope.TryGetProperty(name, out var attribute) || attribute.ValueKind != JsonValueKind.String || attribute.GetString() is "") return Refuse(name, "missing; a CloudEvent has it as a text");
        }

        if (envelope.GetProperty("specversion").GetString() is not "1.0" and var version) return Refuse("specversion", $"'{version}'; only 1.0 is understood");
        if (envelope.GetProperty("type").GetString() != RecordType) return RowOutcome.Filtered;
        if (envelope.TryGetProperty("datacontenttype", out var type) && type.GetString()?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true) return Refuse("datacontenttype", $"'{type}'; only application/json is understood");
        var source = envelope.GetProperty("source").GetString()!;
        _source ??= source;

        // Ids are unique within a source; records of two under one would be taken for each other.
        if (source != _source) return Refuse("source", $"'{source}', where the first record's is '{_source}'; one file has one source");
        if (!envelope.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Object) return Refuse("data", "missing; it is a UsageRecord as a JSON object");
        return TryEncode(envelope, data, out record);
    }

    private RowOutcome TryEncode(JsonElement envelope, JsonElement data, out EncodedRecord record)
    {
        record = default;
        UsageRecord message;
        try
        {
            message = Parser.Parse<UsageRecord>(data.GetRawText());
        }
        catch (Exception exception) when (exception is InvalidProtocolBufferException or InvalidJsonException or InvalidOperationException or FormatException or OverflowException)
        {
            return Refuse("data", exception.Message);
        }

        if (message.Id.Length == 0) message.Id = envelope.GetProperty("id").GetString();
        if (message.StartTime is null) return Refuse("data", "startTime is missing");
        var length = message.CalculateSize();
        if (length > _scratch.Length) _scratch = new byte[length * 2];
        message.WriteTo(_scratch.AsSpan(0, length));
        var number = Encoding.UTF8.GetBytes(message.Msisdn.Length > 0 ? message.Msisdn : message.Imsi);
        record = new EncodedRecord(_scratch.AsSpan(0, length), message.StartTime.Seconds, _lines.Line, Part.Of(number, _parts));
        return RowOutcome.Mapped;
    }

    private RowOutcome Refuse(string member, string message)
    {
        Fail(member, message);
        return RowOutcome.Unmapped;
    }

    private bool Fail(string member, string message)
    {
        Error = new RowError(_lines.Line, member, message);
        return true;
    }
}
