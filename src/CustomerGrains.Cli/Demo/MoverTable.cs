using System.Globalization;
using CustomerGrains.V1;

namespace CustomerGrains.Cli.Demo;

/// <summary>Finds the subscribers whose usage rose and fell most, by their days as the server has them. Not safe for several threads.</summary>
/// <param name="today">The latest day: the last week ends with it.</param>
/// <param name="most">How many are kept in each direction.</param>
internal sealed class MoverTable(DateOnly today, int most)
{
    private const int Week = 7;

    /// <summary>What chance alone hardly ever does.</summary>
    private const double LeastSurprise = 4;

    private readonly PriorityQueue<Mover, double> _rising = new();
    private readonly PriorityQueue<Mover, double> _falling = new();

    /// <summary>The most surprising first.</summary>
    public IReadOnlyList<Mover> Rising => Ordered(_rising);

    /// <summary>The most surprising first.</summary>
    public IReadOnlyList<Mover> Falling => Ordered(_falling);

    /// <summary>Looks at a subscriber.</summary>
    public void Add(Subscriber subscriber, int index)
    {
        long before = 0, last = 0;
        foreach (var day in subscriber.Days)
        {
            var age = today.DayNumber - DateOnly.ParseExact(day.Day, "yyyy-MM-dd", CultureInfo.InvariantCulture).DayNumber;
            var events = day.Services.Sum(static usage => (long)usage.Count);
            if (age is >= 0 and < Week) last += events;
            else if (age is >= Week and < 2 * Week) before += events;
        }

        var mover = new Mover(subscriber, index, before, last);
        if (mover.Surprise >= LeastSurprise) Keep(_rising, mover);
        if (mover.Surprise <= -LeastSurprise) Keep(_falling, mover);
    }

    private void Keep(PriorityQueue<Mover, double> movers, Mover mover)
    {
        movers.Enqueue(mover, Math.Abs(mover.Surprise));
        if (movers.Count > most) movers.Dequeue();
    }

    private static List<Mover> Ordered(PriorityQueue<Mover, double> movers) =>
        [.. movers.UnorderedItems.OrderByDescending(static item => item.Priority).ThenBy(static item => item.Element.Index).Select(static item => item.Element)];
}
