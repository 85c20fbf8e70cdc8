namespace CustomerGrains.Storage;

/// <summary>The store cannot be opened, read or written; the message says which and what to do.</summary>
public class StoreException : Exception
{
    public StoreException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
