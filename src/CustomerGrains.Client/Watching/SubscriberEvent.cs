namespace CustomerGrains.Client;

/// <summary>What a <see cref="SubscriberWatcher"/> tells: a <see cref="SubscriberStateEvent"/> or a <see cref="SubscriberChangeEvent"/>.</summary>
/// <param name="Cursor">Where to go on behind this event, also in another process; keep it once the event is dealt with.</param>
public abstract record SubscriberEvent(string Cursor);
