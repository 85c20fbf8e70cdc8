namespace CustomerGrains.Client;

/// <summary>How a <see cref="SubscriberWatcher"/> behaves.</summary>
public sealed record SubscriberWatchOptions
{
    /// <summary>Of the last event that was dealt with, to go on behind it; empty: begin with the state.</summary>
    public string Cursor { get; init; } = "";

    /// <summary>First wait before watching again; it doubles with every attempt that brings nothing, half of it at random.</summary>
    public TimeSpan MinBackoff { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Longest wait of our own; a longer one that the server asks for is obeyed.</summary>
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The watcher ends with the last error when nothing came for so long since a call broke;
    /// <see cref="Timeout.InfiniteTimeSpan"/>: never.
    /// </summary>
    public TimeSpan GiveUpAfter { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>Called when a call broke and is going to be made again: why, and how long until then.</summary>
    public Action<Exception, TimeSpan>? OnRetry { get; init; }

    /// <summary>The time for waits.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The random part of the waits.</summary>
    public Random Jitter { get; init; } = Random.Shared;

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Cursor);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(MinBackoff, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxBackoff, MinBackoff);
        if (GiveUpAfter != Timeout.InfiniteTimeSpan) ArgumentOutOfRangeException.ThrowIfLessThan(GiveUpAfter, TimeSpan.Zero);
    }
}
