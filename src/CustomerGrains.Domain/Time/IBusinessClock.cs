namespace CustomerGrains.Domain.Time;

/// <summary>Business time: what is stamped into entries and all that folds and derivations see. Never goes back.</summary>
public interface IBusinessClock
{
    /// <summary>Milliseconds since 1970-01-01 UTC.</summary>
    long Now { get; }

    /// <summary>Whether <see cref="Now"/> is a time of the world: one that follows the records has none before the first.</summary>
    bool IsSet => true;

    /// <summary>A number larger than every stamp before it and every durable one of earlier runs: <c>milliseconds &lt;&lt; 12</c> plus
    /// a counter. Orders what is recorded (number assignments, batches first seen) even where the clock stands still. An entry that
    /// holds a stamp takes <see cref="Stamps.Milliseconds"/> of it as its business time, so that reopening finds it.</summary>
    long Stamp();

    /// <summary>A record that starts at <paramref name="eventTime"/> (milliseconds since 1970-01-01 UTC) was accepted.</summary>
    void Observe(long eventTime);

    /// <summary>Whether a record may start at <paramref name="eventTime"/> (milliseconds since 1970-01-01 UTC).</summary>
    TimeVerdict Judge(long eventTime);

    /// <summary>The same for a record that came first at the business time <paramref name="receivedAt"/>, which is not now when it
    /// is re-driven.</summary>
    TimeVerdict Judge(long eventTime, long receivedAt);
}
