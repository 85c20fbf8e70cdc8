namespace CustomerGrains.Grains.Entities;

/// <summary>The activation was overtaken, or a commit it depends on failed; nothing of the call was kept. Call again: its
/// successor reads what is on disk.</summary>
[GenerateSerializer, Alias("cg.EntityUnavailableException")]
public sealed class EntityUnavailableException : Exception
{
    public EntityUnavailableException()
    {
    }

    public EntityUnavailableException(string message) : base(message)
    {
    }

    public EntityUnavailableException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
