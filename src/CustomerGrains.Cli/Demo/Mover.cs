using CustomerGrains.V1;

namespace CustomerGrains.Cli.Demo;

/// <summary>A subscriber whose usage has changed from one week to the next.</summary>
/// <param name="Subscriber">As the server has it.</param>
/// <param name="Index">In the population.</param>
/// <param name="Before">Events in the week before the last: calls, messages, sessions.</param>
/// <param name="Last">Events in the last week.</param>
internal sealed record Mover(Subscriber Subscriber, int Index, long Before, long Last)
{
    /// <summary>How far it is from chance: standard deviations of the difference of two counts, negative downwards.</summary>
    public double Surprise => (Last - Before) / Math.Sqrt(Math.Max(1, Last + Before));

    /// <summary>Last as a multiple of before, less one.</summary>
    public double Change => (Last / (double)Math.Max(1, Before)) - 1;
}
