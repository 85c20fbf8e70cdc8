namespace CustomerGrains.Domain.Encoding;

/// <summary>Stored or received bytes are not of the format they claim: a bug or a damaged file, never bad user input.</summary>
public sealed class CorruptDataException : Exception
{
    public CorruptDataException(string message) : base(message)
    {
    }
}
