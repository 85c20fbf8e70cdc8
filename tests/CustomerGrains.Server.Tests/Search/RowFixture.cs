using CustomerGrains.Storage.ReadModel;
using CustomerGrains.Storage.ReadModel.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace CustomerGrains.Tests.Search;

/// <summary>A read model in a folder of its own.</summary>
internal sealed class RowFixture : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cg-rows-").FullName;

    public RowFixture() => Model = Open();

    public SqliteReadModel Model { get; private set; }

    public async Task ReopenAsync()
    {
        await Model.DisposeAsync();
        Model = Open();
    }

    public Task WriteAsync(params SubscriberRow[] rows) => Model.WriteAsync(rows, new ReadModelStamp(1, false));

    /// <summary>Ids of all pages.</summary>
    public async Task<List<string>> SearchAsync(RowCondition? condition, int size = 7, params RowOrder[] order)
    {
        var ids = new List<string>();
        RowCursor? after = null;
        do
        {
            var page = await Model.SearchAsync(new RowQuery(condition, order, size, after), CancellationToken.None);
            Assert.True(page.Rows.Count <= size);
            ids.AddRange(page.Rows.Select(static r => r.SubscriberId));
            after = page.Next;
        }
        while (after is not null);
        return ids;
    }

    public async ValueTask DisposeAsync()
    {
        await Model.DisposeAsync();
        Directory.Delete(_folder, true);
    }

    private SqliteReadModel Open() => SqliteReadModel.Open(_folder, 1, NullLogger.Instance);
}
