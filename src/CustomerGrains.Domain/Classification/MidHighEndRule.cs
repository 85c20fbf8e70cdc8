using CustomerGrains.Domain.Policies;

namespace CustomerGrains.Domain.Classification;

/// <summary>Mid- and high-end (中高端, domain §3.6): dynamic = in the last 6 full months some 3 running have bills each &gt; 100; quasi = not
/// dynamic, and last month's bill ≥ 80.</summary>
public static class MidHighEndRule
{
    public static MidHighEndClass Of(in MidHighEndInputs inputs, MidHighEndPolicy policy)
    {
        var running = 0;
        for (var month = 1; month <= policy.WindowMonths; month++)
        {
            running = inputs.Bills[month] > policy.BillAboveMicros ? running + 1 : 0;
            if (running >= policy.ConsecutiveMonths) return MidHighEndClass.Dynamic;
        }
        return inputs.Bills[1] >= policy.QuasiFromMicros ? MidHighEndClass.Quasi : MidHighEndClass.None;
    }
}
