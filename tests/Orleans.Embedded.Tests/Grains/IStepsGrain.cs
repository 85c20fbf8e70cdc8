using Orleans.Concurrency;

namespace Orleans.Embedded.Tests.Grains;

/// <summary>Calls that stand still at a phase, of each kind.</summary>
[Alias("tests.IStepsGrain")]
public interface IStepsGrain : IGrainWithStringKey
{
    [Alias("Alone")]
    Task Alone(string phase, CancellationToken cancellationToken = default);

    [ReadOnly]
    [Alias("Read")]
    Task Read(string phase);

    [AlwaysInterleave]
    [Alias("Always")]
    Task<int> Always();

    [Alias("Quick")]
    ValueTask<int> Quick();

    /// <summary>Many local async methods at once; returns the largest number of them that ran at the same moment.</summary>
    [Alias("AllAtOnce")]
    Task<int> AllAtOnce(int count);

    /// <summary>Whether Task.Run is outside of the turn, and the code after it inside again.</summary>
    [Alias("LeaveAndReturn")]
    Task<bool> LeaveAndReturn();

    [Alias("CallAfter")]
    Task CallAfter(string phase, string other);
}
