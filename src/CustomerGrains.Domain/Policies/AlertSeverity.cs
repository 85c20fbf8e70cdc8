namespace CustomerGrains.Domain.Policies;

/// <summary>How urgent an early warning is. The numbers are stored and sent.</summary>
public enum AlertSeverity : byte
{
    None = 0,
    Info = 1,
    Warning = 2,
    Critical = 3,
}
