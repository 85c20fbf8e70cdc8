using System.Globalization;
using System.Text;
using CustomerGrains.Client;
using CustomerGrains.V1;

namespace CustomerGrains.Cli.Generation.Files;

/// <summary>usage.csv, for the mapping <c>generated.json</c>. No text that is generated needs quotes.</summary>
internal sealed class CsvUsageWriter : IUsageWriter
{
    private readonly StreamWriter _file;

    /// <param name="file">Taken over.</param>
    public CsvUsageWriter(StreamWriter file)
    {
        _file = file;
        _file.Write("id,record_type,msisdn,other_party,start_time,duration_seconds,octets_up,octets_down,cell_id,call_kind,on_net,close_cause\n");
    }

    /// <inheritdoc/>
    public void Write(in UsageRecordFields record)
    {
        var type = record.RecordType switch
        {
            RecordTypes.MoCall => "moCall",
            RecordTypes.MtCall => "mtCall",
            RecordTypes.MoSms => "moSMS",
            RecordTypes.MtSms => "mtSMS",
            _ => "pGW",
        };
        var kind = record.CallKind switch
        {
            CallKind.Local => "local",
            CallKind.LongDistance => "longDistance",
            CallKind.International => "international",
            _ => "",
        };
        var time = DateTimeOffset.FromUnixTimeSeconds(record.StartTime!.Value).ToOffset(TimeSpan.FromMinutes(record.UtcOffsetMinutes!.Value)).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
        var onNet = record.OnNet switch { true => "true", false => "false", null => "" };
        _file.Write(string.Create(CultureInfo.InvariantCulture, $"{Text(record.Id)},{type},{Text(record.Msisdn)},{Text(record.OtherParty)},{time},{record.DurationSeconds},{record.OctetsUp},{record.OctetsDown},{Text(record.CellId)},{kind},{onNet},{record.CloseCause}\n"));
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);
}
