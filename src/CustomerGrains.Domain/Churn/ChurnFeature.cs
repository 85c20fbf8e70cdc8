namespace CustomerGrains.Domain.Churn;

/// <summary>
/// What churn risk is judged by (domain §3.10): places in a vector of <see cref="ChurnFeatures.Count"/> doubles, as of a business time. NaN =
/// missing: not known, or nothing to compute it from. "Full month" is one of the operator's calendar that is over and wholly covered by
/// the subscription. The names, in camel case, stand in formulas; the numbers are not stored.
/// </summary>
public enum ChurnFeature
{
    /// <summary>Days (with fraction) since the last outgoing use; missing when there was none yet.</summary>
    DaysSinceLastOutgoing = 0,

    /// <summary>Local days of the last 28, today included, with any use; missing in the first 28 days.</summary>
    ActiveDays28 = 1,

    /// <summary>Events a day of the last 7 local days, today included, ÷ those of the 28 before; missing when these had none.</summary>
    RecentActivityRatio = 2,

    /// <summary>Slope a month of voice seconds over the last 3 full months, as a share of their mean; missing without 3, or without use.</summary>
    VoiceSlope = 3,

    /// <summary>The same of data octets.</summary>
    DataSlope = 4,

    /// <summary>Events of this month to date ÷ those of the same days of the month before; missing when these had none.</summary>
    MonthToDateRatio = 5,

    /// <summary>Distinct contacts of the last full month ÷ those of the one before; missing when that had none.</summary>
    ContactsRatio = 6,

    /// <summary>Share, 0 … 1, of the contacts of this and last month that are competitors' service numbers or ported-out lines; missing without contacts.</summary>
    CompetitorContactShare = 7,

    /// <summary>Months since the activation, of 30.4375 days.</summary>
    TenureMonths = 8,

    /// <summary>Days until the contract ends, negative once it has; missing = no contract.</summary>
    DaysToContractEnd = 9,

    /// <summary>Stabilising measures whose term is running.</summary>
    MeasuresInForce = 10,

    /// <summary>Sticky services held.</summary>
    StickyServices = 11,

    /// <summary>Age in days of the oldest unpaid bill; 0 = none.</summary>
    ArrearsDays = 12,

    /// <summary>Months with arrears of the last 12.</summary>
    ArrearsMonths12 = 13,

    /// <summary>Complaints that are not resolved.</summary>
    OpenComplaints = 14,

    /// <summary>Complaints of the last 90 days, resolved or not.</summary>
    Complaints90 = 15,

    /// <summary>Percent of the calls of this and last month that were dropped; missing without calls.</summary>
    DroppedCallPercent = 16,

    /// <summary>Mean bill of the last 3 full months, in whole units of the store's currency; missing without a bill.</summary>
    AverageBill = 17,

    /// <summary>Slope a month of the last 3 bills, as a share of their mean; missing without 3.</summary>
    BillSlope = 18,

    /// <summary>The satisfaction score, 0 … 100.</summary>
    SatisfactionScore = 19,

    /// <summary>1 = a request to take the number elsewhere is open, else 0.</summary>
    PortOutRequested = 20,

    /// <summary>Changes of the plan in the last 6 months.</summary>
    PlanChanges6 = 21,

    /// <summary>Share, 0 … 1, of this and last month's voice seconds that were off-net; missing without any known to be either.</summary>
    OffNetShare = 22,

    /// <summary>Share, 0 … 1, of this and last month's events that were roaming; missing without events.</summary>
    RoamingShare = 23,

    /// <summary>What the best other plan would save a month, in whole units of the store's currency, 0 = nothing; missing when plans cannot be compared.</summary>
    PlanSaving = 24,

    /// <summary>0 mobile, 1 fixed, 2 broadband.</summary>
    Service = 25,

    /// <summary>Days since the last interaction over any channel; missing when there was none.</summary>
    DaysSinceInteraction = 26,
}
