namespace CustomerGrains.Cli.Output;

/// <summary>Stands where progress could be shown, and shows none.</summary>
internal sealed class NoProgress : IAsyncDisposable
{
    public static NoProgress Instance { get; } = new();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
