using CustomerGrains.Domain.Policies;

namespace CustomerGrains.Domain.Classification;

/// <summary>Star level shown to agents (domain §3.9): 50 × min(average bill ÷ 500, 1) + 30 × min(tenure ÷ 60 months, 1) + 20 × credit ÷ 100; one
/// star, and one more from 35, 50, 65 and 80 on. The parts are the reasons.</summary>
/// <param name="Level">1 … 5.</param>
/// <param name="Score">0 … 100: the sum of the parts.</param>
/// <param name="BillPoints">For the bill.</param>
/// <param name="TenurePoints">For the tenure.</param>
/// <param name="CreditPoints">For the credit.</param>
public readonly record struct StarLevel(int Level, double Score, double BillPoints, double TenurePoints, double CreditPoints)
{
    public static StarLevel Of(in StarLevelInputs inputs, StarLevelPolicy policy)
    {
        var bill = policy.BillWeight * Math.Clamp((double)inputs.AverageBillMicros / policy.BillFullMicros, 0, 1);
        var tenure = policy.TenureWeight * Math.Clamp((double)inputs.TenureMonths / policy.TenureFullMonths, 0, 1);
        var credit = policy.CreditWeight * Math.Clamp(inputs.CreditScore / 100, 0, 1);
        var score = Scores.Clamp(bill + tenure + credit);
        var level = 1;
        for (var i = 0; i < policy.Cuts.Count && score >= policy.Cuts[i]; i++) level++;
        return new StarLevel(level, score, bill, tenure, credit);
    }
}
