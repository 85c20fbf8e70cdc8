namespace CustomerGrains.Storage;

/// <summary>Whether records come in faster than they are taken.</summary>
public interface IIntakeLoad
{
    /// <summary>So much of intake is under way that what comes in waits for what is before it. Thread-safe.</summary>
    bool IsFull { get; }
}
