using CustomerGrains.Storage.ReadModel;
using SubscriberStatus = CustomerGrains.Domain.Relationships.SubscriberStatus;

namespace CustomerGrains.Server.Reports;

/// <summary>What reports mean by being a subscriber and by having left.</summary>
internal static class ReportConditions
{
    /// <summary>The line has not ended; it may be suspended.</summary>
    internal static RowCondition OnNetwork { get; } = new RowCondition.Numbers(SubscriberFields.Status, RowComparison.NotEqual, (long)SubscriberStatus.Terminated);

    /// <summary>The line has ended, as when the number was taken elsewhere.</summary>
    internal static RowCondition Left { get; } = new RowCondition.Numbers(SubscriberFields.Status, RowComparison.Equal, (long)SubscriberStatus.Terminated);

    /// <summary>Those on the network of whom a condition holds.</summary>
    internal static RowSet Population(ClassView view, RowCondition? condition) => view.Match(condition).And(view.Match(OnNetwork));
}
