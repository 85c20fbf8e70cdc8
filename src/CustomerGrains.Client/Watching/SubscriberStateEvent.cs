using CustomerGrains.V1;

namespace CustomerGrains.Client;

/// <summary>The whole subscriber: what changes from here on is told.</summary>
/// <param name="Cursor">Where to go on behind it.</param>
/// <param name="State">As it is on disk.</param>
/// <param name="HasGap">The watcher had a cursor, and the server could not go on from it: too many changes back, or of another life of
/// the store. What changed since then is in the state, and is not told one by one.</param>
public sealed record SubscriberStateEvent(string Cursor, Subscriber State, bool HasGap) : SubscriberEvent(Cursor);
