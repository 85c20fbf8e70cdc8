namespace Orleans.Embedded;

/// <summary>
/// What a cluster does to grains once in a while, done often and on purpose, so that tests see it. The same seed gives the same
/// decisions for the same calls of the same grain, as far as threads allow. All are probabilities from 0 to 1.
/// </summary>
/// <param name="seed">The seed of all decisions.</param>
public sealed class StrictMode(int seed)
{
    /// <summary>The seed of all decisions.</summary>
    public int Seed { get; } = seed;

    /// <summary>After a turn, that the activation ends.</summary>
    public double Deactivation { get; init; } = 0.05;

    /// <summary>Before a call, that a second activation of its grain comes to life while the first lives on.</summary>
    public double SecondActivation { get; init; } = 0.01;

    /// <summary>Of a call, that it runs and its caller gets a <see cref="TimeoutException"/> instead of the outcome.</summary>
    public double TimeoutAfterExecution { get; init; } = 0.02;

    /// <summary>Of a call, that its caller gets a <see cref="TimeoutException"/> at once and it runs some calls later.</summary>
    public double LateExecution { get; init; } = 0.02;

    /// <summary>Of a call, that it is passed by others on its way or in the queue.</summary>
    public double Reordering { get; init; } = 0.2;

    /// <summary>Whether arguments and results are copied.</summary>
    public bool DeepCopies { get; init; } = true;
}
