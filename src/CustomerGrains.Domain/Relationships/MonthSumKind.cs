namespace CustomerGrains.Domain.Relationships;

/// <summary>What is summed by month. The numbers are stored.</summary>
public enum MonthSumKind : byte
{
    /// <summary>Adjustments of the month's bill, in micros.</summary>
    Adjustments = 1,

    /// <summary>Payments received in the month, in micros.</summary>
    Payments = 2,

    /// <summary>Recharges in the month, in micros.</summary>
    Recharges = 3,

    /// <summary>Contacts of any channel and direction; the amount is their handling time in seconds.</summary>
    Contacts = 4,

    /// <summary>Contacts that the customer began over the hotline; the amount is the waiting time in seconds.</summary>
    HotlineCalls = 5,
}
