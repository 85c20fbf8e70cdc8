namespace CustomerGrains.Storage.Sqlite;

public sealed partial class SqliteStore
{
    public async Task CheckpointAsync(CancellationToken cancellationToken)
    {
        var last = await _writer.RollAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        await _sealer.WaitAsync(last).WaitAsync(cancellationToken).ConfigureAwait(false);
        await _snapshotter.PassThroughAsync(last, cancellationToken).ConfigureAwait(false);
    }
}
