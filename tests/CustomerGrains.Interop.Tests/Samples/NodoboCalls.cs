using System.Globalization;
using CustomerGrains.V1;
using Google.Protobuf.WellKnownTypes;

namespace CustomerGrains.Interop.Tests.Samples;

/// <summary>Real calls: 27 students over five months, in the order of their times; those that a phone dated 1980 are left out.</summary>
internal static class NodoboCalls
{
    public const string File = "nodobo/calls.csv";

    public static IReadOnlyList<UsageRecord> Read() =>
    [
        .. System.IO.File.ReadLines(DataFactAttribute.Find(File)!).Skip(1).Select(static (line, row) => ToRecord(line.Split(','), row))
            .Where(static record => record.StartTime.Seconds > 1_000_000_000).OrderBy(static record => record.StartTime.Seconds),
    ];

    /// <param name="cells">ts_utc, user, other, direction, duration_s; numbers with a 0 in front, in Britain.</param>
    private static UsageRecord ToRecord(string[] cells, int row) => new()
    {
        Id = string.Create(CultureInfo.InvariantCulture, $"{cells[1]}-{row}"),
        Msisdn = "44" + cells[1][1..],
        OtherParty = cells[2],
        RecordType = cells[3] == "Outgoing" ? 0U : 1U,
        StartTime = Timestamp.FromDateTimeOffset(DateTimeOffset.Parse(cells[0], CultureInfo.InvariantCulture)),
        DurationSeconds = ulong.Parse(cells[4], CultureInfo.InvariantCulture),
    };
}
