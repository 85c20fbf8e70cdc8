using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>The stored record is not the one that was read: somebody else wrote it. The activation should end and start anew.</summary>
public class InconsistentStateException : OrleansException
{
    private int _blamed;

    /// <summary>Makes one without words.</summary>
    public InconsistentStateException()
    {
    }

    /// <summary>Makes one that says what is wrong.</summary>
    public InconsistentStateException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one that says what is wrong and why.</summary>
    public InconsistentStateException(string message, Exception? innerException)
        : base(message, innerException!)
    {
    }

    /// <summary>Makes one with both versions.</summary>
    public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag, Exception? storageException)
        : base(errorMsg, storageException!)
    {
        StoredEtag = storedEtag;
        CurrentEtag = currentEtag;
    }

    /// <summary>Makes one with both versions.</summary>
    public InconsistentStateException(string errorMsg, string? storedEtag, string? currentEtag)
        : this(errorMsg, storedEtag, currentEtag, null)
    {
    }

    /// <summary>Makes one with both versions.</summary>
    public InconsistentStateException(string? storedEtag, string? currentEtag, Exception storageException)
        : this((storageException ?? throw new ArgumentNullException(nameof(storageException))).Message, storedEtag, currentEtag, storageException)
    {
    }

    /// <summary>The version that is stored.</summary>
    public string? StoredEtag { get; }

    /// <summary>The version that the activation had.</summary>
    public string? CurrentEtag { get; }

    /// <summary>Whether the activation that throws this is the one whose state is stale; true once, so that its callers do not end as well.</summary>
    internal bool TakeBlame() => Interlocked.Exchange(ref _blamed, 1) == 0;

    /// <inheritdoc/>
    public override string ToString() => $"{base.ToString()}{Environment.NewLine}Stored version {StoredEtag}, activation's version {CurrentEtag}.";
}
