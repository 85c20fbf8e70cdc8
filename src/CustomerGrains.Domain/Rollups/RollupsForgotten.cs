using CustomerGrains.Domain.Encoding;

namespace CustomerGrains.Domain.Rollups;

/// <summary>Roll-ups that no kept fact of a subscriber names any more know that it is no member: nothing of them needs to be remembered. As bytes: byte
/// version, varint count, then the <see cref="RollupTarget"/>s.</summary>
public static class RollupsForgotten
{
    public const byte FormatVersion = 1;

    public static byte[] Write(IReadOnlyCollection<RollupTarget> targets)
    {
        var writer = new ByteWriter();
        writer.Byte(FormatVersion);
        WriteTargets(writer, targets);
        return writer.ToArray();
    }

    /// <exception cref="CorruptDataException">Damaged, or of a newer format.</exception>
    public static List<RollupTarget> Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes);
        if (reader.Byte() is var format and not FormatVersion) throw new CorruptDataException($"Forgotten roll-ups have format {format}; this version reads {FormatVersion}.");
        var targets = ReadTargets(ref reader);
        reader.End();
        return targets;
    }

    internal static void WriteTargets(ByteWriter writer, IReadOnlyCollection<RollupTarget> targets)
    {
        writer.Count(targets.Count);
        foreach (var target in targets) target.WriteTo(writer);
    }

    internal static List<RollupTarget> ReadTargets(ref ByteReader reader)
    {
        var targets = new List<RollupTarget>();
        for (var left = reader.Count(bytesEach: 2); left > 0; left--) targets.Add(RollupTarget.Read(ref reader));
        return targets;
    }
}
