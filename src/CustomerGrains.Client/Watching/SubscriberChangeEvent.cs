using CustomerGrains.V1;

namespace CustomerGrains.Client;

/// <summary>A change, once, and as it is on disk.</summary>
/// <param name="Cursor">Where to go on behind it.</param>
/// <param name="Change">The subscriber's version with it, its business time, and the facts that made it.</param>
public sealed record SubscriberChangeEvent(string Cursor, SubscriberChange Change) : SubscriberEvent(Cursor);
