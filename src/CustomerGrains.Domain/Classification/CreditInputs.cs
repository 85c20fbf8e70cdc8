namespace CustomerGrains.Domain.Classification;

/// <summary>What the credit score comes from.</summary>
/// <param name="ArrearsMonths">Months with arrears among the policy's last ones, the current one included.</param>
/// <param name="ArrearsDays">Age of the oldest arrears; 0 = none.</param>
/// <param name="BrokenPromises">Promises to pay that were broken in the policy's months.</param>
public readonly record struct CreditInputs(int ArrearsMonths, int ArrearsDays, int BrokenPromises);
