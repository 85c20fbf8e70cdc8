namespace CustomerGrains.Storage;

/// <summary>How long entries stay readable in history. What is older is in each entity's base state alone.</summary>
/// <param name="Months">Calendar months of business time before the latest, at least; 0 = for ever.</param>
/// <param name="Bytes">What the history may take on disk: the oldest goes when it is more. Null = any.</param>
public sealed record HistoryRetention(int Months, long? Bytes = null)
{
    /// <summary>Seven months: six full ones and the current one, whatever day it is.</summary>
    public static HistoryRetention Default { get; } = new(7);

    /// <summary>Everything is kept.</summary>
    public static HistoryRetention Forever { get; } = new(0);

    /// <exception cref="ArgumentException">A value is out of its range; the message says which.</exception>
    internal void Validate()
    {
        if (Months is < 0 or > 1200) throw new ArgumentException($"Months of history are {Months}; they must be between 0 and 1200.");
        if (Bytes is < 1) throw new ArgumentException($"Bytes of history are {Bytes}; they must be more than 0.");
    }
}
