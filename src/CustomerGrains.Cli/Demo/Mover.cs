using CustomerGrains.V1;

namespace CustomerGrains.Cli.Demo;

/// <summary>A subscriber whose usage went one way, week after week.</summary>
/// <param name="Subscriber">As the server has it.</param>
/// <param name="Index">In the population.</param>
/// <param name="Weeks">Events of each week, the last one last: calls, messages, sessions.</param>
internal sealed record Mover(Subscriber Subscriber, int Index, IReadOnlyList<long> Weeks)
{
    /// <summary>Every week had at least as many as the one before.</summary>
    public bool IsRising => Weeks.Zip(Weeks.Skip(1)).All(static pair => pair.First <= pair.Second);

    /// <summary>Every week had at most as many as the one before.</summary>
    public bool IsFalling => Weeks.Zip(Weeks.Skip(1)).All(static pair => pair.First >= pair.Second);

    /// <summary>How far it is from chance: standard deviations of the difference of two counts, negative downwards.</summary>
    public double Surprise => (Weeks[^1] - Weeks[0]) / Math.Sqrt(Math.Max(1, Weeks[^1] + Weeks[0]));

    /// <summary>The last week as a multiple of the first, less one.</summary>
    public double Change => (Weeks[^1] / (double)Math.Max(1, Weeks[0])) - 1;
}
