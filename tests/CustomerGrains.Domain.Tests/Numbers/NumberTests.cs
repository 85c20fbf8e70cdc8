using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Numbers;
using CustomerGrains.Domain.Tests.Support;

namespace CustomerGrains.Domain.Tests.Numbers;

public class NumberTests
{
    private const int Seconds = 60;

    private static readonly PackedNumber[] Packed = [Support.Usage.DefaultNumber, Support.Usage.Number("8613900000001", NumberKind.Imsi)];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Who_holds_a_number_when_is_what_a_second_by_second_oracle_says(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 150; round++)
        {
            var number = new Entity<NumberState>("number/x");
            var subscriber = new Subscriber(hold: false);
            var assignments = RandomAssignments(random, Packed[..1]);
            foreach (var a in assignments)
            {
                number.Take(CauseKind.Command, Entity<NumberState>.Body(new CommandCause("", "").WriteTo), FactKind.NumberAssigned, Entity<NumberState>.Body(w => NumberAssignment.Write(w, a)));
                subscriber.Hold(a.Number, a.From, a.To, a.Holder, a.RecordedAt);
            }
            for (var asOf = 0; asOf <= 10; asOf++)
            {
                for (var time = -1; time <= Seconds; time++)
                {
                    var holder = Holder(assignments, Packed[0], time, asOf);
                    Assert.Equal(holder, NumberAssignment.Resolve(number.State.Assignments, Packed[0], time, asOf)?.Holder);
                    Assert.Equal(holder == "s1", subscriber.State.Holds(Packed[0], time, asOf));
                    Assert.False(subscriber.State.Holds(Packed[1], time, asOf));
                }
            }
            CheckTimeline(assignments, number.State.Timeline(), Packed[0]);
            CheckTimeline(assignments, [.. subscriber.State.Numbers], Packed[0], only: "s1");
            CheckWithin(random, number.State, assignments);
            Assert.Equal(number.Bytes, Entity<NumberState>.BytesOf(number.ReadBack()));
            Assert.Equal(number.Bytes, Entity<NumberState>.BytesOf(number.Refold()));
            Assert.Equal(subscriber.Bytes, Entity<Domain.Subscribers.SubscriberState>.BytesOf(subscriber.ReadBack()));
        }
    }

    [Fact]
    public void A_timeline_keeps_several_numbers_apart()
    {
        var random = new Random(4);
        for (var round = 0; round < 100; round++)
        {
            var assignments = RandomAssignments(random, Packed);
            var pieces = NumberTimeline.Of(assignments);
            foreach (var number in Packed) CheckTimeline([.. assignments.Where(a => a.Number == number)], [.. pieces.Where(p => p.Number == number)], number);
            Assert.Equal(pieces.OrderBy(p => p.Number.Value).ThenBy(p => p.From), pieces);
        }
    }

    [Fact]
    public void An_assignment_of_no_time_changes_nothing()
    {
        NumberAssignment held = new(Packed[0], 0, 100, "a", 1);
        Assert.Equal([held], NumberTimeline.Of([held, new(Packed[0], 50, 50, "b", 2), new(Packed[0], 60, 40, "b", 3)]));
    }

    [Fact]
    public void Effects_stay_open_until_confirmed_in_order()
    {
        var number = new Entity<NumberState>("number/x");
        for (var i = 1; i <= 3; i++)
        {
            var body = Entity<NumberState>.Body(w => NumberAssignment.Write(w, new NumberAssignment(Packed[0], i, 100, "s" + i, i)));
            number.Take(CauseKind.Command, Entity<NumberState>.Body(new CommandCause("q" + i, "").WriteTo), FactKind.NumberAssigned, body, i,
                ("subscriber/a", FactKind.NumberAssigned, body), ("subscriber/s" + i, FactKind.NumberAssigned, body));
        }
        var open = number.State.OpenEffects;
        Assert.Equal((6, "subscriber/a", 1L), (open.Count, open.First.Target, open.First.Version));
        var order = new List<string>();
        while (number.State.HasOpenEffects)
        {
            var first = number.State.OpenEffects.First;
            order.Add(first.Target + first.Version);
            number.Take(CauseKind.Tick, [], FactKind.EffectConfirmed, Entity<NumberState>.Body(w => OpenEffectsConfirmation(w, first)));
            number.State = number.ReadBack();
        }
        Assert.Equal(["subscriber/a1", "subscriber/s11", "subscriber/a2", "subscriber/s22", "subscriber/a3", "subscriber/s33"], order);
        Assert.Equal(2, number.State.Requests.Find(new CommandCause("q2", "").RequestHash));
        Assert.Equal(3, number.State.Assignments.Count);
    }

    [Fact]
    public void A_fact_that_a_number_cannot_take_is_refused()
    {
        var number = new Entity<NumberState>("number/x");
        Assert.Throws<CorruptDataException>(() => number.Take(CauseKind.Tick, [], FactKind.Usage, []));
        Assert.Equal(0, number.State.Version);
    }

    [Theory]
    [InlineData(NumberKind.Msisdn, "12345", "12345")]
    [InlineData(NumberKind.Msisdn, "+12345", "12345")]
    [InlineData(NumberKind.Msisdn, "+123456789012345", "123456789012345")]
    [InlineData(NumberKind.Imsi, "001010000000001", "001010000000001")]
    [InlineData(NumberKind.Msisdn, "00000", "00000")]
    [InlineData(NumberKind.Msisdn, "1234", null)]
    [InlineData(NumberKind.Msisdn, "+1234", null)]
    [InlineData(NumberKind.Msisdn, "++12345", null)]
    [InlineData(NumberKind.Imsi, "+12345", null)]
    [InlineData(NumberKind.Msisdn, "1234567890123456", null)]
    [InlineData(NumberKind.Msisdn, "12345678901234567890123456789012", null)]
    [InlineData(NumberKind.Msisdn, "12 345", null)]
    [InlineData(NumberKind.Msisdn, "１２３４５", null)]
    [InlineData(NumberKind.Msisdn, "12345\0", null)]
    [InlineData(NumberKind.Msisdn, "123:5", null)]
    [InlineData(NumberKind.Msisdn, "123/5", null)]
    [InlineData(NumberKind.Msisdn, "", null)]
    [InlineData(NumberKind.Msisdn, "+", null)]
    public void Numbers_are_read_from_text_and_bytes_alike(NumberKind kind, string text, string? digits)
    {
        Assert.Equal(digits is not null, PackedNumber.TryParse(kind, text, out var number));
        Assert.Equal(digits is not null, PackedNumber.TryParse(kind, System.Text.Encoding.UTF8.GetBytes(text), out var other));
        Assert.Equal(number, other);
        if (digits is null)
        {
            Assert.True(number.IsNone);
            return;
        }
        Assert.Equal((kind, digits), (number.Kind, number.Digits));
        Assert.Equal((kind == NumberKind.Imsi ? "imsi:" : "msisdn:") + digits, number.EntityId);
        Assert.DoesNotContain(digits, number.ToString(), StringComparison.Ordinal);
    }

    private static void OpenEffectsConfirmation(ByteWriter writer, Entities.OpenEffect effect) => Entities.OpenEffects.WriteConfirmation(writer, effect);

    private static List<NumberAssignment> RandomAssignments(Random random, PackedNumber[] numbers)
    {
        var list = new List<NumberAssignment>();
        for (var stamp = 1; stamp <= random.Next(1, 10); stamp++)
        {
            var from = random.Next(Seconds - 1);
            var to = random.Next(6) == 0 ? NumberAssignment.Forever : random.Next(from + 1, Seconds);
            list.Add(new NumberAssignment(numbers[random.Next(numbers.Length)], from, to, random.Next(7) == 0 ? "" : "s" + random.Next(1, 4), stamp));
        }
        return list;
    }

    private static string? Holder(List<NumberAssignment> assignments, PackedNumber number, long time, long asOf)
    {
        string? holder = null;
        foreach (var a in assignments)
            if (a.Number == number && a.RecordedAt <= asOf && time >= a.From && time < a.To) holder = a.Holder;
        return holder;
    }

    private static void CheckTimeline(List<NumberAssignment> assignments, IReadOnlyList<NumberAssignment> pieces, PackedNumber number, string? only = null)
    {
        for (var time = -1; time <= Seconds; time++)
        {
            var holder = Holder(assignments, number, time, long.MaxValue);
            if (only is not null && holder != only) holder = null;
            Assert.Equal(holder, pieces.SingleOrDefault(p => p.Covers(time))?.Holder);
        }
        for (var i = 1; i < pieces.Count; i++)
            Assert.True(pieces[i - 1].To < pieces[i].From || (pieces[i - 1].To == pieces[i].From && (only is not null || pieces[i - 1].Holder != pieces[i].Holder)));
    }

    private static void CheckWithin(Random random, NumberState state, List<NumberAssignment> assignments)
    {
        for (var i = 0; i < 20; i++)
        {
            var from = random.Next(Seconds - 1);
            var to = random.Next(from + 1, Seconds);
            var holders = Enumerable.Range(from, to - from).Select(t => Holder(assignments, Packed[0], t, long.MaxValue)).ToArray();
            Assert.Equal(holders.Where(h => h is { Length: > 0 } and not "s1").Distinct().Order(), state.HoldersWithin(from, to, "s1").Order());
            Assert.Equal(holders.All(h => h == "s1"), state.IsHeldThroughout(from, to, "s1"));
        }
    }
}
