using Orleans.Concurrency;

namespace Orleans.Embedded.Tests.Grains;

/// <summary>Counts, in the ways that turns can go wrong.</summary>
[Alias("tests.ICounterGrain")]
public interface ICounterGrain : IGrainWithStringKey
{
    [Alias("Add")]
    ValueTask<int> Add(int by, CancellationToken cancellationToken = default);

    /// <summary>Reads, suspends, writes: loses counts when turns interleave.</summary>
    [Alias("AddSlowly")]
    Task<int> AddSlowly(int by);

    [Alias("Get")]
    Task<int> Get();

    [Alias("Fail")]
    ValueTask Fail(string message);

    [Alias("FailAtOnce")]
    Task FailAtOnce(string message);

    [Alias("End")]
    Task End();

    [Alias("ActivationNumber")]
    Task<int> ActivationNumber();

    /// <summary>Adds one so many times to another grain, from within a turn of this one.</summary>
    [Alias("AddToOther")]
    Task AddToOther(string key, int times);

    [Alias("Key")]
    ValueTask<string> Key();
}
