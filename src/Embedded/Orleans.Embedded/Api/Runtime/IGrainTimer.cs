namespace Orleans.Runtime;

/// <summary>A timer of an activation; disposing of it stops it.</summary>
public interface IGrainTimer : IDisposable
{
    /// <summary>Sets the time to the next tick and the time between those after it; infinite for none.</summary>
    void Change(TimeSpan dueTime, TimeSpan period);
}
