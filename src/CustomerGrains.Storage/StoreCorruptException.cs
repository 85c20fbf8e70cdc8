namespace CustomerGrains.Storage;

/// <summary>What is on disk is not what was written: something is missing or damaged, and trying again will not mend it.</summary>
public sealed class StoreCorruptException : StoreException
{
    public StoreCorruptException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
