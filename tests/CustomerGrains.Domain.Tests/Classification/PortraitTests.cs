using CustomerGrains.Domain.Classification;
using CustomerGrains.Domain.Policies;

namespace CustomerGrains.Domain.Tests.Classification;

/// <summary>Learnt preferences (domain §3.9).</summary>
public class PortraitTests
{
    private static readonly PortraitPolicy Policy = new();

    [Fact]
    public void Each_evidence_has_its_weight()
    {
        foreach (var (evidence, weight) in new[]
        {
            (PreferenceEvidence.Taken, 1.0), (PreferenceEvidence.Said, 0.8), (PreferenceEvidence.Used, 0.3), (PreferenceEvidence.Unanswered, -0.1), (PreferenceEvidence.Declined, -0.5),
        })
        {
            var portrait = Portrait.Of([new(PreferenceKind.Gift, "rice", evidence, 100)], 100, Policy);
            Assert.Equal(new Preference(PreferenceKind.Gift, "rice", weight, 1), Assert.Single(portrait.Preferences));
            Assert.Equal(weight > 0 ? "rice" : null, portrait.Best(PreferenceKind.Gift));
        }
    }

    [Theory]
    [InlineData(PreferenceKind.Product, 180)]
    [InlineData(PreferenceKind.Promotion, 180)]
    [InlineData(PreferenceKind.Handset, 365)]
    [InlineData(PreferenceKind.Gift, 365)]
    [InlineData(PreferenceKind.Service, 90)]
    [InlineData(PreferenceKind.Channel, 90)]
    public void Half_is_left_after_the_half_life(PreferenceKind kind, int halfLife)
    {
        PreferenceSignal[] signals = [new(kind, "a", PreferenceEvidence.Taken, 1_000)];
        Assert.Equal(0.5, Portrait.Of(signals, 1_000 + halfLife, Policy).Preferences[0].Score, 2e-6);
        Assert.Equal(0.25, Portrait.Of(signals, 1_000 + (2 * halfLife), Policy).Preferences[0].Score, 2e-6);
        Assert.Equal(1, Portrait.Of(signals, 999, Policy).Preferences[0].Score); // what lies ahead is not more than it is
    }

    [Fact]
    public void Offers_are_counted_once_and_answers_with_them()
    {
        var portrait = Portrait.Of(
        [
            new(PreferenceKind.Product, "family", PreferenceEvidence.Taken, 1),
            new(PreferenceKind.Channel, "Sms", PreferenceEvidence.Taken, 1),
            new(PreferenceKind.Product, "travel", PreferenceEvidence.Declined, 1),
            new(PreferenceKind.Product, "floor", PreferenceEvidence.Unanswered, 1),
            new(PreferenceKind.Product, "data", PreferenceEvidence.Used, 1), // no offer
        ], 1, Policy);
        Assert.Equal((3, 1, 1), (portrait.OffersKnown, portrait.OffersTaken, portrait.OffersDeclined));
        Assert.Equal(1.0 / 3, portrait.Acceptance);
        Assert.Equal("family", portrait.Best(PreferenceKind.Product));
        Assert.Null(Portrait.Empty.Acceptance);
        Assert.Null(Portrait.Empty.Best(PreferenceKind.Product));
    }

    /// <summary>The oracle adds up every weight at its age; and time alone never changes the order.</summary>
    [Fact]
    public void Scores_are_sums_of_decayed_weights_in_an_order_that_time_keeps()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var signals = Enumerable.Range(0, random.Next(1, 40)).Select(_ => new PreferenceSignal((PreferenceKind)random.Next(6), "v" + random.Next(4), (PreferenceEvidence)random.Next(5), random.Next(400))).ToArray();
            var portrait = Portrait.Of(signals, 400, Policy);
            var expected = signals.GroupBy(s => (s.Kind, s.Value)).ToDictionary(g => g.Key, g => g.Sum(s => Weight(s.Evidence) * Math.Pow(0.5, (400.0 - s.Day) / HalfLife(s.Kind))));
            Assert.Equal(expected.Count, portrait.Preferences.Count);
            foreach (var preference in portrait.Preferences) Assert.Equal(expected[(preference.Kind, preference.Value)], preference.Score, 2e-6);
            var later = Portrait.Of(signals, 400 + random.Next(2_000), Policy);
            Assert.Equal(portrait.Preferences.Select(p => (p.Kind, p.Value, p.Signals)), later.Preferences.Select(p => (p.Kind, p.Value, p.Signals)));
        }
    }

    private static double Weight(PreferenceEvidence evidence) => evidence switch
    {
        PreferenceEvidence.Taken => 1,
        PreferenceEvidence.Declined => -0.5,
        PreferenceEvidence.Used => 0.3,
        PreferenceEvidence.Said => 0.8,
        _ => -0.1,
    };

    private static double HalfLife(PreferenceKind kind) => kind switch
    {
        PreferenceKind.Product or PreferenceKind.Promotion => 180,
        PreferenceKind.Handset or PreferenceKind.Gift => 365,
        _ => 90,
    };
}
