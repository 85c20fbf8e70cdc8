using CustomerGrains.Domain.Consumption;
using CustomerGrains.Domain.Subscribers;
using CustomerGrains.Domain.Tests.Support;
using CustomerGrains.Domain.Usage;

namespace CustomerGrains.Domain.Tests.Subscribers;

/// <summary>Partial records of one call or data session: one event, in whatever order they come.</summary>
public class SessionTests
{
    private const long July = 1_719_792_000; // 2024-07-01T00:00Z
    private const long Hour = 3_600;
    private const uint Partial = 16;
    private static readonly FoldParameters Utc = new("UTC");

    [Fact]
    public void A_session_is_one_event_and_its_minutes_are_rounded_up_once()
    {
        var subscriber = new Subscriber(Utc);
        for (var i = 0; i < 3; i++)
        {
            subscriber.Take(Subscriber.Cause(i + 1), Call("p" + i, July + (i * 30), 30) with { CloseCause = i < 2 ? Partial : 0 });
            Assert.Equal((1UL, (30UL * (ulong)i) + 30, (ulong)(i + 2) / 2), Voice(subscriber));
        }
    }

    public static TheoryData<string> Histories => [.. Cases().Keys];

    /// <summary>Every order of every history, in slices of one and in one slice.</summary>
    [Theory, MemberData(nameof(Histories))]
    public void Every_order_gives_the_same(string history)
    {
        var records = Cases()[history];
        var oracle = new UsageOracle("UTC");
        byte[]? first = null;
        foreach (var order in Permutations(records))
        {
            var (one, each) = (new Subscriber(Utc), new Subscriber(Utc));
            one.Take(Subscriber.Cause(1), order);
            for (var i = 0; i < order.Length; i++)
            {
                each.Take(Subscriber.Cause(i + 1), order[i]);
                oracle.Check(each.State, order[..(i + 1)]);
                if (i % 2 == 0) each.State = each.ReadBack();
            }
            first ??= one.Aggregates;
            Assert.Equal(first, one.Aggregates);
            Assert.Equal(first, each.Aggregates);
        }
    }

    private static Dictionary<string, Support.Usage[]> Cases() => new()
    {
        ["within an hour"] = [Call("a", July, 10), Call("b", July + 60, 20), Call("c", July + 120, 30)],
        ["over the end of a month"] = [Call("a", July - 60, 50), Call("b", July, 50), Call("c", July + 60, 50)],
        ["over the end of a month, nothing in its beginning"] = [Call("a", July - 60, 0), Call("b", July, 0), Call("c", July + 60, 50)],
        ["beyond the window of hours"] = [Call("a", July, 10), Call("b", July + (25 * Hour), 10), Call("other", July + (47 * Hour), 10, session: "other"), Call("single", July + (24 * Hour), 90, session: "")],
        ["pushed out of all windows by single records"] = [Call("a", July, 10), Call("b", July + Hour, 10), Call("day", July + (40 * 24 * Hour), 10, session: ""), Call("year", July + (500 * 24 * Hour), 10, session: "")],
        ["beginning at the same second with other splits"] = [
            Call("a", July, 10) with { CallKind = 1, OnNet = true }, Call("b", July, 10) with { CallKind = 3 },
            Call("c", July, 10) with { CallKind = 3, VisitedPlmn = "20801" }, Call("d", July + 1, 10) with { CallKind = 2, OnNet = false }],
        ["into the peak hours"] = [Call("a", July + (8 * Hour) - 1, 10), Call("b", July + (8 * Hour), 10), Call("c", July + (22 * Hour), 0)],
        ["same id in both directions and of two services"] = [
            Call("a", July, 10), Call("b", July + 5, 10) with { Direction = UsageDirection.Incoming },
            new Support.Usage("c", July + 9) { SessionId = "x", Service = ServiceKind.Data, Down = 7 }, Call("d", July + 11, 10)],
        ["priced, dropped and partly taken back"] = [
            Call("a", July - 1, 59) with { Charge = 100, CloseCause = Partial }, Call("b", July, 1) with { Charge = -30, CloseCause = 4 },
            Call("back", July, 1) with { Charge = -30, CloseCause = 4, ReversalOf = "b" }, Call("back2", July - 1, 59) with { Charge = 100, CloseCause = Partial, ReversalOf = "a" }],
        ["longer than numbers reach"] = [Call("a", July, uint.MaxValue), Call("b", July + 1, ulong.MaxValue), Call("c", July - 1, 61)],
        ["at the beginning of time"] = [Call("a", 0, 10), Call("b", 1, 10), Call("c", 47 * Hour, 10)],
        ["at the end of what is remembered and beyond"] = [
            Call("a", uint.MaxValue - 2L, 10), Call("b", uint.MaxValue - 1L, 10), Call("c", uint.MaxValue, 10), Call("d", uint.MaxValue + 40_000_000L, 10)],
        ["several events in a record"] = [Call("a", July, 10) with { Count = 3 }, Call("b", July + 1, 10) with { Count = 5 }, Call("c", July, 10, session: "") with { Count = 7 }],
    };

    /// <summary>What <see cref="SessionMemory"/> says: each begins at most a day after the one before, and comes at most a day late.</summary>
    [Fact]
    public void A_session_of_many_days_is_one_event_though_its_records_come_up_to_a_day_late()
    {
        var records = Enumerable.Range(0, 30).Select(i => Call("p" + i, July + (i * 24 * Hour), 61) with { CallKind = (byte)(i % 4) }).ToArray();
        var oracle = new UsageOracle("UTC");
        byte[]? first = null;
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var subscriber = new Subscriber(Utc);
            var arrivals = records.OrderBy(r => r.Start + random.NextInt64(24 * Hour)).ToArray();
            for (var i = 0; i < arrivals.Length; i++) subscriber.Take(Subscriber.Cause(i + 1, i), arrivals[i]);
            oracle.Check(subscriber.State, records);
            first ??= subscriber.Aggregates;
            Assert.Equal(first, subscriber.Aggregates);
        }
        Assert.Equal((1UL, 30UL * 61, 31UL), Voice(records, "UTC"));
    }

    [Fact]
    public void A_record_beyond_the_limit_is_an_event_of_its_own_and_takes_nothing_away()
    {
        var subscriber = new Subscriber(Utc);
        subscriber.Take(Subscriber.Cause(1), Call("a", July, 30));
        subscriber.Take(Subscriber.Cause(2), Call("other", July + (48 * Hour), 30, session: "other"));
        Assert.Equal((2UL, 60UL, 2UL), Voice(subscriber));
        subscriber.Take(Subscriber.Cause(3), Call("b", July, 30)); // its session is forgotten
        Assert.Equal((3UL, 90UL, 3UL), Voice(subscriber));
        subscriber.Take(Subscriber.Cause(4), Call("c", July + (48 * Hour), 30)); // and was not remembered again
        Assert.Equal((4UL, 120UL, 4UL), Voice(subscriber));
        subscriber.Take(Subscriber.Cause(5), Call("d", July + (48 * Hour) + 30, 30)); // this one is
        Assert.Equal((4UL, 150UL, 4UL), Voice(subscriber));
    }

    [Fact]
    public void A_session_is_remembered_one_second_short_of_48_hours()
    {
        foreach (var (apart, events) in new[] { ((48 * Hour) - 1, 1UL), (48 * Hour, 2UL) })
        {
            var subscriber = new Subscriber(Utc);
            subscriber.Take(Subscriber.Cause(1), Call("a", July, 30));
            subscriber.Take(Subscriber.Cause(2), Call("b", July + apart, 30));
            Assert.Equal(events, Voice(subscriber).Events);
        }
    }

    [Fact]
    public void The_same_session_id_of_two_sources_is_two_sessions()
    {
        var subscriber = new Subscriber(Utc);
        subscriber.Take(Subscriber.Cause(1), Call("a", July, 30));
        subscriber.Take(Subscriber.Cause(1, source: 2), Call("b", July, 30));
        Assert.Equal(2UL, Voice(subscriber).Events);
    }

    [Fact]
    public void A_thousand_sessions_are_told_apart_in_any_order()
    {
        var random = new Random(4);
        var records = Enumerable.Range(0, 4_000).Select(i => Call("p" + i, July + random.Next(170_000), (ulong)random.Next(100), session: "s" + (i % 1_000)) with { CallKind = (byte)random.Next(4) }).ToArray();
        byte[]? first = null;
        for (var order = 0; order < 3; order++)
        {
            var subscriber = new Subscriber(Utc);
            foreach (var (i, chunk) in records.Chunk(50).Index()) subscriber.Take(Subscriber.Cause(i + 1, i), chunk);
            new UsageOracle("UTC").Check(subscriber.State, records);
            Assert.Equal(1_000UL, Voice(subscriber).Events);
            first ??= subscriber.Aggregates;
            Assert.Equal(first, subscriber.Aggregates);
            Assert.Equal(subscriber.Bytes, Entity<SubscriberState>.BytesOf(subscriber.ReadBack()));
            random.Shuffle(records);
        }
    }

    private static Support.Usage Call(string id, long start, ulong seconds, string session = "x") => new(id, start) { SessionId = session, Duration = seconds };

    private static (ulong Events, ulong Seconds, ulong Minutes) Voice(Support.Usage[] records, string zone)
    {
        var subscriber = new Subscriber(new FoldParameters(zone));
        for (var i = 0; i < records.Length; i++) subscriber.Take(Subscriber.Cause(i + 1, i), records[i]);
        return Voice(subscriber);
    }

    private static (ulong Events, ulong Seconds, ulong Minutes) Voice(Subscriber subscriber)
    {
        var lines = UsageLine.Of(subscriber.State.Months).Where(l => l.Service == ServiceKind.Voice).ToArray();
        return (Sum(l => l.Count(UsageMeasure.All)), Sum(l => l.Amount(UsageMeasure.All)), Sum(l => l.Amount(UsageMeasure.BilledMinutes)));

        ulong Sum(Func<UsageLine, ulong> value) => lines.Aggregate(0UL, (sum, l) => sum + value(l));
    }

    private static IEnumerable<Support.Usage[]> Permutations(Support.Usage[] records)
    {
        if (records.Length == 0) yield return [];
        for (var i = 0; i < records.Length; i++)
            foreach (var rest in Permutations([.. records[..i], .. records[(i + 1)..]]))
                yield return [records[i], .. rest];
    }
}
