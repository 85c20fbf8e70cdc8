namespace Orleans;

/// <summary>A value with the version of its stored record.</summary>
[GenerateSerializer]
public sealed class GrainState<T> : IGrainState<T>
{
    /// <summary>The default value, not stored.</summary>
    public GrainState()
        : this(default!)
    {
    }

    /// <summary>A value, not stored.</summary>
    public GrainState(T state)
        : this(state, null)
    {
    }

    /// <summary>A value with the version of its record.</summary>
    public GrainState(T state, string? eTag)
    {
        State = state;
        ETag = eTag;
    }

    /// <inheritdoc/>
    [Id(0)]
    public T State { get; set; }

    /// <inheritdoc/>
    [Id(1)]
    public string? ETag { get; set; }

    /// <inheritdoc/>
    [Id(2)]
    public bool RecordExists { get; set; }
}
