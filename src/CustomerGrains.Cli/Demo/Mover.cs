using CustomerGrains.V1;

namespace CustomerGrains.Cli.Demo;

/// <summary>A subscriber whose usage went one way, week after week.</summary>
/// <param name="Subscriber">As the server has it.</param>
/// <param name="Index">In the population.</param>
/// <param name="Weeks">Events of each week, the last one last: calls, messages, sessions.</param>
internal sealed record Mover(Subscriber Subscriber, int Index, IReadOnlyList<long> Weeks)
{
    /// <summary>
    /// How far it is from chance, by the least step from one week to the next: standard deviations of the difference of two counts, so
    /// that it is great only for whoever rose or fell all the time. 0 for whoever did both.
    /// </summary>
    public double Surprise
    {
        get
        {
            var steps = Weeks.Zip(Weeks.Skip(1), static (before, after) => (after - before) / Math.Sqrt(Math.Max(1, after + before))).ToArray();
            return Math.Max(0, steps.Min()) + Math.Min(0, steps.Max());
        }
    }

    /// <summary>The last week as a multiple of the first, less one.</summary>
    public double Change => (Weeks[^1] / (double)Math.Max(1, Weeks[0])) - 1;
}
