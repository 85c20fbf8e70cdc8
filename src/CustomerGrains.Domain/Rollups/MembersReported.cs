using CustomerGrains.Domain.Encoding;

namespace CustomerGrains.Domain.Rollups;

/// <summary>Lines have reported to a roll-up. As bytes: byte version, varint count, then the <see cref="MemberReport"/>s.</summary>
public static class MembersReported
{
    public const byte FormatVersion = 1;

    /// <summary>Reports in one fact, at most: some 60 KB.</summary>
    public const int MaxReports = 1_000;

    public static byte[] Write(IReadOnlyCollection<MemberReport> reports)
    {
        var writer = new ByteWriter();
        writer.Byte(FormatVersion);
        writer.Count(reports.Count);
        foreach (var report in reports) report.WriteTo(writer);
        return writer.ToArray();
    }

    /// <exception cref="CorruptDataException">Damaged, or of a newer format.</exception>
    public static List<MemberReport> Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes);
        if (reader.Byte() is var format and not FormatVersion) throw new CorruptDataException($"Members' reports have format {format}; this version reads {FormatVersion}.");
        var reports = new List<MemberReport>();
        for (var left = reader.Count(MemberReport.LeastBytes); left > 0; left--) reports.Add(MemberReport.Read(ref reader));
        reader.End();
        return reports;
    }
}
