namespace CustomerGrains.Cli.Import;

/// <summary>Sends what rows became, many in a call. Sent again, the same counts nothing.</summary>
internal interface IItemSender<TItem>
{
    /// <param name="items">At most as many as the protocol takes in a call.</param>
    /// <param name="isFirst">Nothing was answered before: a server that never answered is more likely not there than away.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>As many as items, in their order.</returns>
    Task<IReadOnlyList<ItemResult>> SendAsync(IReadOnlyList<TItem> items, bool isFirst, CancellationToken cancellationToken);
}
