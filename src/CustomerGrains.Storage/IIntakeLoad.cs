namespace CustomerGrains.Storage;

/// <summary>Whether records come in faster than they are taken.</summary>
public interface IIntakeLoad
{
    /// <summary>So much of intake is under way that its senders wait. Thread-safe.</summary>
    bool IsFull { get; }
}
