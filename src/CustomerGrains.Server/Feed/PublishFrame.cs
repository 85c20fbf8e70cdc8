using CustomerGrains.V1;

namespace CustomerGrains.Server.Feed;

/// <summary>One PublishRequest, read by <see cref="PublishFrameReader"/>.</summary>
public sealed class PublishFrame
{
    public OpenStream? Open { get; init; }

    /// <summary>Whoever takes the frame gives this back with <see cref="ParsedBatchPool.Return"/>, or leaves it to the collector.</summary>
    public ParsedBatch? Batch { get; init; }

    public bool IsClose { get; init; }

    /// <summary>Why the frame cannot be split; then the stream ends.</summary>
    public string? Error { get; init; }
}
