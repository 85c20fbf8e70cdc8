namespace CustomerGrains.Storage.Log;

/// <summary>The activation was overtaken or one of its entries is void; nothing was appended. Drop it and ask its successor.</summary>
public sealed class StaleActivationException : Exception
{
    public StaleActivationException(string message) : base(message)
    {
    }
}
