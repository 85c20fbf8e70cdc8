namespace CustomerGrains.Client;

/// <summary>How a <see cref="UsagePublisher"/> behaves.</summary>
public sealed record UsagePublisherOptions
{
    /// <summary>
    /// Most batches beyond the last complete one that may be under way; the server's own window is obeyed when it is smaller. More
    /// hides latency, less bounds memory: every one of them is kept until it is complete.
    /// </summary>
    public int Window { get; init; } = 32;

    /// <summary>How the numbering goes on when the stream has batches already.</summary>
    public ResumeMode Resume { get; init; }

    /// <summary>
    /// The source's own consecutive number of the stream (a file sequence number), 0 or more; null when it has none. The server lists
    /// numbers that are missing between others, and refuses one that another stream has.
    /// </summary>
    public long? SourceSequence { get; init; }

    /// <summary>First wait before connecting again; it doubles with every attempt without an answer, half of it at random.</summary>
    public TimeSpan MinBackoff { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Longest wait of our own; a longer one that the server asks for is obeyed.</summary>
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The publisher stops when there was no answer for so long since a call broke;
    /// <see cref="Timeout.InfiniteTimeSpan"/>: never.
    /// </summary>
    public TimeSpan GiveUpAfter { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Called for every batch once, in the order of the answers, never two at a time. It runs on the reading task: be brief. What
    /// it throws stops the publisher.
    /// </summary>
    public Action<UsageAck>? OnAck { get; init; }

    /// <summary>Called when a call broke and is going to be made again: why, and how long until then.</summary>
    public Action<Exception, TimeSpan>? OnRetry { get; init; }

    /// <summary>The time for waiting and for latencies.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The random part of the waits.</summary>
    public Random Jitter { get; init; } = Random.Shared;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(Window);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(MinBackoff, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxBackoff, MinBackoff);
        if (SourceSequence is { } number) ArgumentOutOfRangeException.ThrowIfNegative(number, nameof(SourceSequence));
        if (GiveUpAfter != Timeout.InfiniteTimeSpan) ArgumentOutOfRangeException.ThrowIfLessThan(GiveUpAfter, TimeSpan.Zero);
    }
}
