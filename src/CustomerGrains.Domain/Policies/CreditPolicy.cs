namespace CustomerGrains.Domain.Policies;

/// <summary>The credit score and list (domain §3.4): 100 less what payment behaviour takes off, clamped to 0 … 100.</summary>
public sealed record CreditPolicy
{
    /// <summary>Off for each month with arrears among the last <see cref="ArrearsMonths"/>.</summary>
    public double PerArrearsMonth { get; init; } = 10;

    /// <summary>Months looked back for arrears, 1 … 13.</summary>
    public int ArrearsMonths { get; init; } = 12;

    /// <summary>Off once when arrears are older than <see cref="LongArrearsDays"/>.</summary>
    public double LongArrears { get; init; } = 20;

    /// <summary>Days; older ones (&gt;) are long arrears.</summary>
    public int LongArrearsDays { get; init; } = 60;

    /// <summary>Off for each promise to pay that was broken in the last <see cref="BrokenPromiseMonths"/>.</summary>
    public double PerBrokenPromise { get; init; } = 30;

    public int BrokenPromiseMonths { get; init; } = 6;

    /// <summary>On the red list (good) from this score on.</summary>
    public double RedFrom { get; init; } = 80;

    /// <summary>On the black list (bad) below this score; grey between.</summary>
    public double BlackBelow { get; init; } = 40;
}
