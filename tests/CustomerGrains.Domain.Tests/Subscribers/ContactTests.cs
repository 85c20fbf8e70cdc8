using CustomerGrains.Domain.Tests.Support;
using CustomerGrains.Domain.Subscribers;
using CustomerGrains.Domain.Usage;

namespace CustomerGrains.Domain.Tests.Subscribers;

/// <summary>The sketch of distinct contacts against exact counts.</summary>
public class ContactTests
{
    private const long July = 1_719_792_000;
    private const int Subscribers = 400;

    /// <summary>The standard errors that <see cref="ContactSketch"/> names.</summary>
    [Theory]
    [InlineData(1, 0.0)]
    [InlineData(20, 0.045)]
    [InlineData(100, 0.05)]
    [InlineData(300, 0.06)]
    [InlineData(700, 0.08)]
    public void The_error_is_the_documented_one(int contacts, double documented)
    {
        var random = new Random(contacts);
        double squares = 0;
        for (var i = 0; i < Subscribers; i++)
        {
            var parties = new HashSet<string>();
            while (parties.Count < contacts) parties.Add("86139" + random.Next(10_000_000, 99_999_999));
            var estimate = Estimate(parties.ToArray());
            Assert.Equal(UsageOracle.Estimate(parties), estimate);
            squares += Math.Pow((double)(estimate - contacts) / contacts, 2);
        }
        // Of so many samples the standard error itself is uncertain by some 4 %.
        Assert.InRange(Math.Sqrt(squares / Subscribers), documented * 0.85, documented * 1.15);
    }

    [Fact]
    public void It_is_full_and_says_so_with_its_largest_number() => Assert.Equal(1_420, Estimate([.. Enumerable.Range(0, 20_000).Select(i => "n" + i)]));

    [Fact]
    public void Only_people_count_and_each_once()
    {
        var subscriber = new Subscriber(new FoldParameters("UTC"));
        Support.Usage[] records =
        [
            new("a", July) { OtherParty = "10086" }, new("b", July) { OtherParty = "10086", Direction = UsageDirection.Incoming, Service = ServiceKind.Sms },
            new("c", July) { OtherParty = "internet.apn", Service = ServiceKind.Data }, new("d", July) { OtherParty = "shop", Service = ServiceKind.ValueAdded },
            new("e", July) { OtherParty = "10010", ReversalOf = "x" }, new("f", July), new("g", July) { OtherParty = "10011", Service = ServiceKind.Mms },
        ];
        subscriber.Take(Subscriber.Cause(1), records);
        Assert.Equal(2, Assert.Single(subscriber.State.Contacts.ToArray()).Estimate);
    }

    private static int Estimate(string[] parties)
    {
        var subscriber = new Subscriber(new FoldParameters("UTC"));
        var records = parties.Select((p, i) => new Support.Usage("r" + i, July) { OtherParty = p }).ToArray();
        foreach (var (i, chunk) in records.Chunk(1_000).Index()) subscriber.Take(Subscriber.Cause(i + 1, i), chunk);
        return Assert.Single(subscriber.State.Contacts.ToArray()).Estimate;
    }
}
