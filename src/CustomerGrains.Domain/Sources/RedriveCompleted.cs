using CustomerGrains.Domain.Encoding;

namespace CustomerGrains.Domain.Sources;

/// <summary>Every record of a re-drive has its outcome, durably, and its stream is closed.</summary>
/// <param name="BegunVersion">Version of the entry with <see cref="RedriveBegun"/>.</param>
/// <param name="Results">One for each item taken, in their order.</param>
public readonly record struct RedriveCompleted(long Ordinal, long BegunVersion, RedriveResult[] Results)
{
    public void WriteTo(ByteWriter writer)
    {
        writer.Varint((ulong)Ordinal);
        writer.Varint((ulong)BegunVersion);
        writer.Count(Results.Length);
        foreach (var result in Results) result.WriteTo(writer);
    }

    public static RedriveCompleted Read(ref ByteReader reader)
    {
        var (ordinal, begun) = ((long)reader.Varint(), (long)reader.Varint());
        var results = new RedriveResult[reader.Count(bytesEach: 6)];
        for (var i = 0; i < results.Length; i++) results[i] = RedriveResult.Read(ref reader);
        return new RedriveCompleted(ordinal, begun, results);
    }
}
