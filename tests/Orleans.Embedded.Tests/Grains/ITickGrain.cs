namespace Orleans.Embedded.Tests.Grains;

/// <summary>Has a timer.</summary>
[Alias("tests.ITickGrain")]
public interface ITickGrain : IGrainWithStringKey
{
    /// <summary>Each tick writes into the journal and, if a phase is named, stands still there.</summary>
    [Alias("Start")]
    Task Start(TimeSpan due, TimeSpan period, bool interleave, bool keepAlive, string? phase);

    [Alias("Change")]
    Task Change(TimeSpan due, TimeSpan period);

    [Alias("Stop")]
    Task Stop();

    [Alias("FailNext")]
    Task FailNext();

    [Alias("Ticks")]
    Task<int> Ticks();
}
