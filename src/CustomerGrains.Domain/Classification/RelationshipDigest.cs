using CustomerGrains.Domain.Policies;
using CustomerGrains.Domain.Relationships;
using CustomerGrains.Domain.Time;

namespace CustomerGrains.Domain.Classification;

/// <summary>What the business facts of a subscriber come to for the classes.</summary>
internal partial struct RelationshipDigest
{
    private Relationship? _relationship;
    private Calendar _calendar;
    private Policy _policy;
    private long _time;

    /// <summary>The month before which full months are looked at: the present one, or the one in which the line was terminated.</summary>
    internal int Month;

    /// <summary>When the line was terminated, seconds since 1970-01-01 UTC; null = it is not.</summary>
    internal long? TerminatedTime;

    /// <summary>Null = as registered.</summary>
    internal string? Brand;

    /// <summary>When the last contract that has begun ends, seconds since 1970-01-01 UTC; null = none.</summary>
    internal long? ContractEnd;
    internal bool IsPortOutRequested;
    internal bool? IsOrganisation;
    internal bool IsMajor;
    internal bool IsInfluential;

    /// <summary>0 = not known.</summary>
    internal int BirthYear;

    /// <summary>In an enterprise group.</summary>
    internal bool IsEnterpriseMember;

    /// <summary>In one of a key class.</summary>
    internal bool IsMemberOfKey;

    /// <summary>And important in it.</summary>
    internal bool IsKeyMember;

    /// <summary>Stabilising measures in force.</summary>
    internal int Measures;
    internal int StickyServices;

    /// <summary>Since when something is overdue, seconds since 1970-01-01 UTC; null = nothing is.</summary>
    internal long? ArrearsSince;

    /// <summary>Bit n: something was overdue in the n-th month before the present one.</summary>
    internal uint ArrearsMonths;
    internal int BrokenPromises;
    internal SurveyMean Surveys;
    internal int OpenComplaints;
    internal int RecentComplaints;

    /// <summary>Complaints of the last 90 days, whatever the policy counts.</summary>
    internal int Complaints90;

    /// <summary>In the last 6 months.</summary>
    internal int PlanChanges;

    /// <summary>Seconds since 1970-01-01 UTC; null = there was none.</summary>
    internal long? LastInteraction;

    /// <summary>Bills after discounts and adjustments, where <see cref="Billed"/>.</summary>
    internal MonthAmounts Bills;

    /// <summary>Bit n: the n-th month before the one looked at has a bill.</summary>
    internal uint Billed;

    /// <summary>Outgoing minutes of last month's bill.</summary>
    internal long BilledMinutes;

    /// <summary>Cost facts, where <see cref="Costed"/>.</summary>
    internal MonthAmounts Costs;

    /// <summary>As <see cref="Billed"/>.</summary>
    internal uint Costed;

    /// <summary>Contacts with the call centre.</summary>
    internal MonthAmounts CallCentreContacts;
}
