namespace Orleans.Embedded;

/// <summary>
/// The word that decides who may run in an activation. Idle becomes Inline and Idle again by compare-and-swap alone; every other
/// change is made under the activation's lock. Inline carries the <see cref="GrainCallOptions"/> of the running call.
/// </summary>
internal static class Gate
{
    /// <summary>Valid, nothing runs, nothing waits: the next caller may enter on its own thread.</summary>
    public const int Idle = 0;

    /// <summary>The queue under the lock decides.</summary>
    public const int Queued = 1;

    /// <summary>Gone for good: callers look for another activation. Stray continuations still run, one at a time.</summary>
    public const int Dead = 8;

    /// <summary>One call runs on its caller's thread and nobody waits.</summary>
    public const int Inline = 16;
}
