namespace CustomerGrains.Cli.Replay.Files;

/// <summary>A usage record of a file, as it is sent.</summary>
/// <param name="bytes">The <c>UsageRecord</c> message; valid until the next record is read.</param>
/// <param name="time">Start time, seconds since 1970 UTC.</param>
/// <param name="line">Line in the file, from 1.</param>
/// <param name="part">The stream it goes to, from 0: all records of a number go to the same.</param>
internal readonly ref struct EncodedRecord(ReadOnlySpan<byte> bytes, long time, long line, int part)
{
    public ReadOnlySpan<byte> Bytes { get; } = bytes;

    public long Time { get; } = time;

    public long Line { get; } = line;

    public int Part { get; } = part;
}
