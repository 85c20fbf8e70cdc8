using CustomerGrains.Cli.Replay.Files;
using CustomerGrains.Client;
using CustomerGrains.V1;
using Google.Protobuf;

namespace CustomerGrains.Cli.Generation.Files;

/// <summary>usage.ndjson: a CloudEvent on each line, as <see cref="CloudEventFile"/> reads it.</summary>
/// <param name="file">Taken over.</param>
internal sealed class CloudEventWriter(StreamWriter file) : IUsageWriter
{
    private byte[] _scratch = new byte[1024];

    /// <inheritdoc/>
    public void Write(in UsageRecordFields record)
    {
        var room = UsageRecordEncoder.MaxSize(record);
        if (room > _scratch.Length) _scratch = new byte[room];
        var message = UsageRecord.Parser.ParseFrom(_scratch, 0, UsageRecordEncoder.Write(_scratch, record));
        var id = message.Id;
        message.Id = "";
        // Ids are digits and hyphens.
        file.Write($$"""{"specversion":"1.0","id":"{{id}}","source":"/customergrains/generate","type":"{{CloudEventFile.RecordType}}","time":{{JsonFormatter.ToDiagnosticString(message.StartTime)}},"data":{{JsonFormatter.Default.Format(message)}}}""" + "\n");
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();
}
