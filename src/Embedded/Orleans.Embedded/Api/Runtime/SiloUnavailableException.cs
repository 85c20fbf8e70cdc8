namespace Orleans.Runtime;

/// <summary>The host is stopped, or stopping, and takes no further call.</summary>
public sealed class SiloUnavailableException : OrleansMessageRejectionException
{
    /// <summary>Makes one without words.</summary>
    public SiloUnavailableException()
    {
    }

    /// <summary>Makes one that says what is wrong.</summary>
    public SiloUnavailableException(string msg)
        : base(msg)
    {
    }

    /// <summary>Makes one that says what is wrong and why.</summary>
    public SiloUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
