namespace CustomerGrains.Domain.Usage;

/// <summary>Which side began it. The numbers are stored and those of the API's Direction.</summary>
public enum UsageDirection : byte
{
    Outgoing = 1,
    Incoming = 2,
}
