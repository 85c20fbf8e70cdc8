namespace Orleans.Runtime;

/// <summary>The base of the host's own exceptions.</summary>
public class OrleansException : Exception
{
    /// <summary>Makes one without words.</summary>
    public OrleansException()
    {
    }

    /// <summary>Makes one that says what is wrong.</summary>
    public OrleansException(string message)
        : base(message)
    {
    }

    /// <summary>Makes one that says what is wrong and why.</summary>
    public OrleansException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
