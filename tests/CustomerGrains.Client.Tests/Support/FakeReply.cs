namespace CustomerGrains.Client.Tests;

/// <summary>What the fake feed does with a batch that has arrived.</summary>
internal enum FakeReply
{
    /// <summary>Counts it and answers.</summary>
    Answer,

    /// <summary>Counts it and answers only when told to, see <see cref="FakeFeed.Release"/>.</summary>
    Hold,

    /// <summary>Counts it and cuts the connection: the answer is lost.</summary>
    CountAndCut,

    /// <summary>Cuts the connection before it counts.</summary>
    Cut,

    /// <summary>Counts it, and ends the call without an answer, as a draining server does.</summary>
    CountAndDrain,

    /// <summary>RESOURCE_EXHAUSTED with RetryInfo.</summary>
    Exhausted,

    /// <summary>ABORTED: a newer session.</summary>
    Superseded,

    /// <summary>Answers with counts that do not add up.</summary>
    WrongCounts,
}
