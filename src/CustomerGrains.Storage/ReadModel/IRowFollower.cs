namespace CustomerGrains.Storage.ReadModel;

/// <summary>What else follows when a subscriber changes. It goes in front of the row: the rows are what a crash's losses are found by, so whatever was
/// not carried out then is begun again with the row.</summary>
public interface IRowFollower
{
    /// <summary>Carries out what goes with the rows (<see cref="SubscriberRow.Reports"/>); everything in them is durable.</summary>
    /// <returns>Ids of the subscribers for whom that is not on disk now: their rows wait.</returns>
    Task<IReadOnlySet<string>> FollowAsync(IReadOnlyCollection<SubscriberRow> rows, CancellationToken cancellationToken);
}
