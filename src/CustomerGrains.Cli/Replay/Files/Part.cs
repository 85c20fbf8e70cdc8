using System.IO.Hashing;

namespace CustomerGrains.Cli.Replay.Files;

/// <summary>Which of several streams a record goes to.</summary>
internal static class Part
{
    /// <summary>By the served number, so that a subscriber's records stay in one stream, in order. It is part of what a stream id stands
    /// for: another rule needs another version in <see cref="StreamIdentity"/>.</summary>
    public static int Of(ReadOnlySpan<byte> number, int parts) => parts == 1 ? 0 : (int)(XxHash3.HashToUInt64(number) % (ulong)parts);
}
