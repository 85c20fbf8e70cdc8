namespace CustomerGrains.Storage;

/// <summary>How much is done at a time of work that can wait: less and less while intake is full, because it needs the processors, and more and more while
/// it is not.</summary>
/// <param name="least">However full intake is; at least 1. It begins with that.</param>
/// <param name="most">While it is not.</param>
public sealed class WorkPace(int least, int most, IIntakeLoad load)
{
    private int _amount;

    /// <summary>For now. One thread asks at a time.</summary>
    public int Next() => _amount = load.IsFull ? Math.Max(_amount / 2, least) : (int)Math.Clamp(_amount * 2L, least, Math.Max(least, most));
}
