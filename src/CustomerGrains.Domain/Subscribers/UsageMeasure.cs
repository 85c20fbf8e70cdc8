namespace CustomerGrains.Domain.Subscribers;

/// <summary>What a total sums. The numbers are stored; there are at most 16.</summary>
public enum UsageMeasure : byte
{
    /// <summary>Everything: events; seconds of voice, octets of data and MMS, 0 else.</summary>
    All = 0,

    /// <summary>Of <see cref="All"/>, what the record says was with a subscriber of the same operator.</summary>
    OnNet = 1,

    /// <summary>Of <see cref="All"/>, what the record says was with another operator's.</summary>
    OffNet = 2,

    Local = 3,

    LongDistance = 4,

    International = 5,

    /// <summary>Of <see cref="All"/>, what was used in a visited network.</summary>
    Roaming = 6,

    /// <summary>Of <see cref="All"/>, what began in the peak hours (<see cref="FoldParameters.PeakHours"/>).</summary>
    Peak = 7,

    /// <summary>Calls ended abnormally (3GPP causeForRecClosing 4).</summary>
    Dropped = 8,

    /// <summary>Minutes of voice, each call rounded up to a full one. Events are those of <see cref="All"/>.</summary>
    BilledMinutes = 9,

    /// <summary>Charges in the store's currency, millionths; events are priced records.</summary>
    Charge = 10,

    /// <summary>Records priced in another currency: events only. Their charges are in history.</summary>
    OtherCurrency = 11,
}
