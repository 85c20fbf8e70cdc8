using System.Globalization;
using CustomerGrains.V1;

namespace CustomerGrains.Cli.Demo;

/// <summary>Finds the subscribers whose usage rose and fell most, week after week, by their days as the server has them. Not safe for several
/// threads.</summary>
/// <param name="today">The latest day: the last week ends with it.</param>
/// <param name="days">Days there are; the full weeks of them are looked at, at most four.</param>
/// <param name="most">How many are kept in each direction.</param>
internal sealed class MoverTable(DateOnly today, int days, int most)
{
    private const int Week = 7;
    private const int MostWeeks = 4;

    /// <summary>What chance alone hardly ever does, all steps together.</summary>
    private const double LeastSurprise = 4;

    private readonly PriorityQueue<Mover, double> _rising = new();
    private readonly PriorityQueue<Mover, double> _falling = new();

    /// <summary>How many weeks are looked at.</summary>
    public int Weeks { get; } = Math.Min(MostWeeks, days / Week);

    /// <summary>The most surprising first.</summary>
    public IReadOnlyList<Mover> Rising => Ordered(_rising);

    /// <summary>The most surprising first.</summary>
    public IReadOnlyList<Mover> Falling => Ordered(_falling);

    /// <summary>Looks at a subscriber.</summary>
    public void Add(Subscriber subscriber, int index)
    {
        if (Weeks < 2) return;
        var weeks = new long[Weeks];
        foreach (var day in subscriber.Days)
        {
            var age = (today.DayNumber - DateOnly.ParseExact(day.Day, "yyyy-MM-dd", CultureInfo.InvariantCulture).DayNumber) / Week;
            if (age >= 0 && age < Weeks) weeks[Weeks - 1 - age] += day.Services.Sum(static usage => (long)usage.Count);
        }

        var mover = new Mover(subscriber, index, weeks);
        if (mover.Surprise * (Weeks - 1) >= LeastSurprise) Keep(_rising, mover);
        if (mover.Surprise * (Weeks - 1) <= -LeastSurprise) Keep(_falling, mover);
    }

    private void Keep(PriorityQueue<Mover, double> movers, Mover mover)
    {
        movers.Enqueue(mover, Math.Abs(mover.Surprise));
        if (movers.Count > most) movers.Dequeue();
    }

    private static List<Mover> Ordered(PriorityQueue<Mover, double> movers) =>
        [.. movers.UnorderedItems.OrderByDescending(static item => item.Priority).ThenBy(static item => item.Element.Index).Select(static item => item.Element)];
}
