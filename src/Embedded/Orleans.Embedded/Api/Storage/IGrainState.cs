namespace Orleans;

/// <summary>What a storage reads into and writes from.</summary>
public interface IGrainState<T>
{
    /// <summary>The value.</summary>
    T State { get; set; }

    /// <summary>The version of the stored record; null when there is none. The storage sets it after each operation.</summary>
    string? ETag { get; set; }

    /// <summary>Whether there is a stored record. The storage sets it after each operation.</summary>
    bool RecordExists { get; set; }
}
