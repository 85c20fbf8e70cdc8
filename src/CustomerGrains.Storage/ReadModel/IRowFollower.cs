namespace CustomerGrains.Storage.ReadModel;

/// <summary>What else follows when a subscriber changes. It goes in front of the row, or holds back how far rows are trusted: they are what a crash's
/// losses are found by, so whatever was not carried out then is begun again with the row.</summary>
public interface IRowFollower
{
    /// <summary>Carries out what goes with the rows (<see cref="SubscriberRow.Reports"/>); everything in them is durable. All other rows wait meanwhile: it takes
    /// about a second at most.</summary>
    /// <returns>Ids of the subscribers for whom that is not on disk now: it is asked for them again with the next batch.</returns>
    Task<IReadOnlySet<string>> FollowAsync(IReadOnlyCollection<SubscriberRow> rows, CancellationToken cancellationToken);
}
