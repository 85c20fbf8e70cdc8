using Orleans.Runtime;

namespace Orleans.Embedded.Tests.Grains;

[GrainType("tests.document")]
public sealed class DocumentGrain(
    [PersistentState("document", "tests")] IPersistentState<Document> state,
    [PersistentState("other", "tests")] IPersistentState<Document> other) : Grain, IDocumentGrain
{
    private string _atStart = "";

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Assert.False(other.RecordExists);
        _atStart = state.State.Text;
        return Task.CompletedTask;
    }

    public Task<(string AtStart, string Now, bool Exists, string? Version)> Read() =>
        Task.FromResult((_atStart, state.State.Text, state.RecordExists, state.Etag));

    public Task Write(string text)
    {
        state.State.Text = text;
        return state.WriteStateAsync();
    }

    public async Task WriteTwiceAtOnce(string first, string second)
    {
        state.State.Text = first;
        var one = state.WriteStateAsync();
        state.State.Text = second;
        await Task.WhenAll(one, state.WriteStateAsync());
    }

    public Task Reload() => state.ReadStateAsync();

    public Task Clear() => state.ClearStateAsync();
}
