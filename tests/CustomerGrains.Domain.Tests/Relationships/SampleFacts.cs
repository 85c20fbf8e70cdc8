using System.Reflection;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Domain.Relationships;

namespace CustomerGrains.Domain.Tests.Relationships;

/// <summary>Business facts for tests.</summary>
internal static class SampleFacts
{
    /// <summary>2025-01-01 UTC: the first of <see cref="All"/> happened then, each of the following an hour later.</summary>
    internal const long Start = 1_735_689_600;

    /// <summary>One of every kind, in the order of their numbers, every field filled in.</summary>
    internal static IReadOnlyList<BusinessFact> All { get; } =
    [
        new StatusChanged { Time = 1735689600, SystemOfRecord = "billing", Id = "f30", Status = SubscriberStatus.Active, Reason = "rea", Competitor = "com" },
        new PlanChanged { Time = 1735693200, SystemOfRecord = "billing", Id = "f31", Plan = "pla", Reason = "rea" },
        new BrandChanged { Time = 1735696800, SystemOfRecord = "billing", Id = "f32", Brand = "bra", Reason = "rea" },
        new ContractSigned { Time = 1735700400, SystemOfRecord = "billing", Id = "f33", ContractId = "con", Months = 43, EndTime = 1735959600 },
        new PortOutRequested { Time = 1735704000, SystemOfRecord = "billing", Id = "f34", Competitor = "com", Reason = "rea" },
        new CustomerLinked { Time = 1735707600, SystemOfRecord = "billing", Id = "f35", CustomerId = "cus", AccountId = "acc" },
        new MembershipChanged { Time = 1735711200, SystemOfRecord = "billing", Id = "f36", GroupId = "gro", GroupKind = GroupKind.Family, EnterpriseClass = EnterpriseClass.A },
        new CustomerDescribed { Time = 1735714800, SystemOfRecord = "billing", Id = "f37", CustomerKind = CustomerKind.Organisation, IsInfluential = true, BirthYear = 87, Region = "reg", Size = 127 },
        new BillIssued { Time = 1735718400, SystemOfRecord = "billing", Id = "f38", Month = 2024 * 12 + 11, GrossMicros = 5_000_000, NetMicros = -4_500_000, OutgoingMinutes = 88, DueTime = 1736150400 },
        new BillAdjusted { Time = 1735722000, SystemOfRecord = "billing", Id = "f39", Month = 2024 * 12 + 11, AmountMicros = -3_000_000, Reason = "rea" },
        new PaymentReceived { Time = 1735725600, SystemOfRecord = "billing", Id = "f40", AmountMicros = 2_500_000, Method = "met" },
        new Recharged { Time = 1735729200, SystemOfRecord = "billing", Id = "f41", AmountMicros = 2_500_000, Channel = ContactChannel.AccountManager },
        new BalanceReported { Time = 1735732800, SystemOfRecord = "billing", Id = "f42", BalanceMicros = -1_500_000, ExpiryTime = 1735905600 },
        new ArrearsReported { Time = 1735736400, SystemOfRecord = "billing", Id = "f43", AmountMicros = 2_500_000, SinceTime = 1735909200 },
        new CostReported { Time = 1735740000, SystemOfRecord = "billing", Id = "f44", Month = 2024 * 12 + 11, AmountMicros = 5_000_000 },
        new PointsChanged { Time = 1735743600, SystemOfRecord = "billing", Id = "f45", Change = -300, Balance = 700, Reason = "rea" },
        new PromiseMade { Time = 1735747200, SystemOfRecord = "billing", Id = "f46", PromiseId = "pro", AmountMicros = 5_000_000, DueTime = 1736006400 },
        new PromiseSettled { Time = 1735750800, SystemOfRecord = "billing", Id = "f47", IsBroken = true, PromiseId = "pro" },
        new AddOnChanged { Time = 1735754400, SystemOfRecord = "billing", Id = "f48", State = AddOnState.Subscribed, Name = "nam" },
        new MeasureJoined { Time = 1735758000, SystemOfRecord = "billing", Id = "f49", MeasureId = "mea", MeasureKind = MeasureKind.FlagshipBrand, Months = 79, DepositMicros = 10_000_000, SubsidyMicros = 12_500_000, CommitmentMicros = 15_000_000, EndTime = 1736362800 },
        new MeasureLeft { Time = 1735761600, SystemOfRecord = "billing", Id = "f50", MeasureId = "mea", Reason = "rea" },
        new ConsentChanged { Time = 1735765200, SystemOfRecord = "billing", Id = "f51", IsAllowed = true, Channel = ContactChannel.AccountManager, FromHour = 12, ToHour = 12, Address = "add" },
        new AttributeDetermined { Time = 1735768800, SystemOfRecord = "billing", Id = "f52", Name = "nam", Value = "val", DeterminedBy = "det", DeterminedTime = 1736114400 },
        new InteractionRecorded { Time = 1735772400, SystemOfRecord = "billing", Id = "f53", Channel = ContactChannel.PhoneManager, Direction = ContactDirection.Inbound, Reason = "rea", Outcome = "out", Agent = "age", WaitingSeconds = 163, HandlingSeconds = 183, Learnt = "lea" },
        new CaseChanged { Time = 1735776000, SystemOfRecord = "billing", Id = "f54", Stage = CaseStage.Opened, CaseKind = CaseKind.Fault, CaseId = "cas", Category = "cat", Agent = "age", DueTime = 1736294400 },
        new SurveyScored { Time = 1735779600, SystemOfRecord = "billing", Id = "f55", Score = 12, Survey = "sur" },
        new OfferChanged { Time = 1735783200, SystemOfRecord = "billing", Id = "f56", Stage = OfferStage.Declined, OfferId = "off", Product = "pro", Promotion = "pro", Channel = ContactChannel.Hotline, Campaign = "cam", Reason = "rea" },
        new RetentionOutcome { Time = 1735786800, SystemOfRecord = "billing", Id = "f57", Result = RetentionResult.Undecided, WhyStays = "why", Competitor = "com" },
    ];

    internal static BusinessFact Of(FactKind kind) => All.Single(f => f.Kind == kind);

    /// <summary>A random fact of any kind with few different values, so that many meet: same keys, same times, same ids.</summary>
    internal static BusinessFact Random(Random random, long start, int days)
    {
        var fact = All[random.Next(All.Count)];
        fact = fact with
        {
            Time = start + random.Next(days) * 86_400L + (random.Next(3) == 0 ? 0 : random.Next(86_400)),
            SystemOfRecord = random.Next(4) == 0 ? "network" : "billing",
            Id = random.Next(3) == 0 ? "" : "i" + random.Next(500),
        };
        foreach (var property in fact.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            if (property.CanWrite) property.SetValue(fact, Value(random, property, fact.Time));
        return fact;
    }

    private static object Value(Random random, PropertyInfo property, long time)
    {
        if (property.PropertyType == typeof(bool)) return random.Next(2) == 0;
        if (property.PropertyType == typeof(string)) return "t" + random.Next(4);
        if (property.PropertyType.IsEnum)
        {
            var values = Enum.GetValuesAsUnderlyingType(property.PropertyType);
            return Enum.ToObject(property.PropertyType, values.GetValue(random.Next(1, values.Length))!);
        }
        if (property.Name == "Month") return (int)(time / 86_400 / 31) + 1970 * 12 - random.Next(3);
        if (property.PropertyType == typeof(int)) return random.Next(20);
        return property.Name.EndsWith("Time", StringComparison.Ordinal) ? time + random.Next(-30, 90) * 86_400L : random.NextInt64(100_000_000);
    }
}
