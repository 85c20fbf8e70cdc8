using CustomerGrains.V1;

namespace CustomerGrains.Wire.Tests.Neighbours;

/// <summary>What the honest publishers know of what they sent: per subscriber for those who ask, in all for the reconciliation.</summary>
internal sealed class Ledger
{
    /// <summary>Subscribers <c>s0</c> … that only they send for.</summary>
    public const int Subscribers = 10;

    private readonly long[] _sent = new long[Subscribers];
    private readonly long[] _acknowledged = new long[Subscribers];

    /// <summary>Calls that must be in an answer that is asked for from now on.</summary>
    public long Acknowledged(int subscriber) => Interlocked.Read(ref _acknowledged[subscriber]);

    /// <summary>Calls that can be in an answer that has come.</summary>
    public long Sent(int subscriber) => Interlocked.Read(ref _sent[subscriber]);

    public void Send(IEnumerable<int> subscribers)
    {
        foreach (var subscriber in subscribers) Interlocked.Increment(ref _sent[subscriber]);
    }

    public void Acknowledge(IEnumerable<int> subscribers)
    {
        foreach (var subscriber in subscribers) Interlocked.Increment(ref _acknowledged[subscriber]);
    }

    /// <summary>Calls of a subscriber in an answer.</summary>
    public static long CallsOf(Subscriber subscriber) => subscriber.Days.SelectMany(static d => d.Services).Where(static s => s.Service == Service.Voice).Sum(static s => (long)s.Count);
}
