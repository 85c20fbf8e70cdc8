using CustomerGrains.Domain.Relationships;

namespace CustomerGrains.Domain.Tests.Classification;

/// <summary>Random lives: within what a subscriber keeps of each kind, no two facts of a kind at the same second.</summary>
internal sealed partial class Scenario
{
    private const long Day = 86_400;
    private static readonly string[] Zones = ["Asia/Shanghai", "America/New_York", "Europe/London", "UTC"];

    /// <param name="now">Seconds since 1970-01-01 UTC, behind almost everything that happens.</param>
    internal static Scenario Random(Random random, out long now)
    {
        var present = new DateTime(2024, random.Next(1, 13), random.Next(1, 29), random.Next(24), random.Next(60), 0);
        var activation = random.Next(3) switch
        {
            0 => present.AddDays(-random.Next(1, 130)).AddMinutes(random.Next(600)),
            1 => new DateTime(2020 + random.Next(4), random.Next(1, 13), 1),
            _ => present.AddDays(-random.Next(100, 3_000)),
        };
        var scenario = new Scenario(Zones[random.Next(Zones.Length)], activation, random.Next(4) switch { 0 => "GoTone", 1 => "M-Zone", _ => "Easyown" });
        var end = scenario.At(present);
        now = end;
        scenario.UseRandomly(random, end);
        scenario.BillRandomly(random, present);
        scenario.TellRandomly(random, end);
        return scenario;
    }

    /// <summary>The same life, told in another order.</summary>
    internal Scenario Reordered(Random random)
    {
        var other = new Scenario(Zone.Id, brand: Profile.Brand) { Profile = Profile };
        other._subscriber.Register(Profile, "request-2");
        var (facts, records) = (Facts.ToArray(), Records.ToArray());
        random.Shuffle(facts);
        random.Shuffle(records);
        foreach (var fact in facts) other.TellAs(fact);
        other.Use(records);
        return other;
    }

    private void UseRandomly(Random random, long end)
    {
        var idle = random.Next(3) == 0 ? random.Next(60) : 0;
        for (var i = random.Next(90); i > 0; i--)
        {
            var record = Support.Usage.Random(random, "u" + i, end - (random.Next(random.Next(2) == 0 ? 35 : 120) * Day) - (idle * Day) - Day, 1);
            Use(record with { Charge = record.Charge is { } charge ? charge * random.Next(1, 8) : null, Count = (ulong)(random.Next(4) == 0 ? random.Next(20) : 0), CloseCause = random.Next(8) == 0 ? 4u : null });
        }
    }

    private void BillRandomly(Random random, DateTime present)
    {
        if (random.Next(4) == 0) return;
        var level = new[] { 20.0, 60, 95, 105, 150, 310, 600 }[random.Next(7)];
        for (var ago = 1; ago <= 8; ago++)
        {
            if (random.Next(8) == 0) continue;
            var month = new DateTime(present.Year, present.Month, 1).AddMonths(-ago);
            Tell(new BillIssued
            {
                Time = At(month.AddMonths(1).AddHours(9)),
                Month = (month.Year * 12) + month.Month - 1,
                NetMicros = (long)(level * (0.5 + random.NextDouble()) * 1e6),
                OutgoingMinutes = random.Next(30),
            });
            if (random.Next(5) == 0) Tell(new BillAdjusted { Time = At(month.AddMonths(1).AddDays(2)), Month = (month.Year * 12) + month.Month - 1, AmountMicros = random.Next(-20, 20) * 1_000_000L });
            if (random.Next(5) == 0) Tell(new CostReported { Time = At(month.AddMonths(1).AddDays(3)), Month = (month.Year * 12) + month.Month - 1, AmountMicros = random.Next(80) * 1_000_000L });
        }
    }

    private void TellRandomly(Random random, long end)
    {
        var used = new HashSet<long>();
        for (var i = random.Next(30); i > 0; i--)
        {
            var past = Time(0);
            Tell(random.Next(14) switch
            {
                0 => new ArrearsReported { Time = past, AmountMicros = random.Next(2) * 9_000_000L, SinceTime = random.Next(2) == 0 ? 0 : past - (random.Next(70) * Day) },
                1 => new PromiseSettled { Time = past, PromiseId = "p" + i, IsBroken = random.Next(2) == 0 },
                2 or 3 => new CaseChanged { Time = past, CaseId = "c" + random.Next(6), CaseKind = CaseKind.Complaint, Stage = (CaseStage)random.Next(1, 5) },
                4 => new SurveyScored { Time = past, Score = random.Next(101) },
                5 => new AddOnChanged { Time = past, Name = new[] { "Mail", "im", "music", "weather" }[random.Next(4)], State = (AddOnState)random.Next(1, 4) },
                6 => new MeasureJoined { Time = Time(20), MeasureId = "m" + random.Next(5), MeasureKind = (MeasureKind)random.Next(1, 6), EndTime = random.Next(2) == 0 ? 0 : end + (random.Next(-30, 60) * Day) + random.Next(80_000) },
                7 => new MeasureLeft { Time = Time(20), MeasureId = "m" + random.Next(5) },
                8 => new ContractSigned { Time = Time(20), ContractId = "k", EndTime = end + (random.Next(-20, 120) * Day) + random.Next(80_000) },
                9 => new MembershipChanged { Time = Time(20), GroupId = "g" + random.Next(3), GroupKind = (GroupKind)random.Next(1, 5), EnterpriseClass = (EnterpriseClass)random.Next(4), IsKeyMember = random.Next(3) == 0, Left = random.Next(3) == 0 },
                10 when random.Next(3) == 0 => new CustomerDescribed { Time = past, CustomerKind = (CustomerKind)random.Next(1, 3), IsMajor = random.Next(6) == 0, IsInfluential = random.Next(6) == 0, BirthYear = random.Next(3) == 0 ? 0 : random.Next(1990, 2012) },
                11 when random.Next(4) == 0 => new StatusChanged { Time = Time(20), Status = (SubscriberStatus)random.Next(1, 4) },
                12 => new BrandChanged { Time = Time(20), Brand = random.Next(2) == 0 ? "GoTone" : "M-Zone" },
                _ => new InteractionRecorded { Time = past, Channel = (ContactChannel)random.Next(1, 4), Direction = (ContactDirection)random.Next(1, 3) },
            });
        }

        // In the last 300 days, or up to so many ahead.
        long Time(int ahead)
        {
            while (true)
            {
                var time = ahead > 0 && random.Next(4) == 0 ? end + random.NextInt64(1, ahead * Day) : end - random.NextInt64(1, 300 * Day);
                if (used.Add(time)) return time;
            }
        }
    }
}
