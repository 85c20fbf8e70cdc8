using CustomerGrains.Domain.Policies;

namespace CustomerGrains.Domain.Classification;

/// <summary>Credit (domain §3.4): 100 − 10 a month with arrears in the last 12 − 20 if arrears are older than 60 days − 30 a promise broken in
/// 6 months, clamped; red ≥ 80, black &lt; 40.</summary>
/// <param name="Score">0 … 100.</param>
public readonly record struct Credit(double Score, CreditList List)
{
    public static Credit Of(in CreditInputs inputs, CreditPolicy policy)
    {
        var score = Scores.Clamp(100 - (policy.PerArrearsMonth * inputs.ArrearsMonths)
            - (inputs.ArrearsDays > policy.LongArrearsDays ? policy.LongArrears : 0) - (policy.PerBrokenPromise * inputs.BrokenPromises));
        return new Credit(score, score >= policy.RedFrom ? CreditList.Red : score < policy.BlackBelow ? CreditList.Black : CreditList.Grey);
    }
}
