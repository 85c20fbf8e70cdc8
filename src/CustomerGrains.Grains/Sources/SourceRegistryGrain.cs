namespace CustomerGrains.Grains.Sources;

/// <inheritdoc cref="ISourceRegistryGrain"/>
[GrainType("source-registry")]
public sealed class SourceRegistryGrain : Grain, ISourceRegistryGrain
{
    private readonly IPersistentState<SourceNumbers> _numbers;

    public SourceRegistryGrain([PersistentState("source-numbers", Documents.StorageName)] IPersistentState<SourceNumbers> numbers) => _numbers = numbers;

    public async Task<int> GetNumber(string source, CancellationToken cancellationToken = default)
    {
        if (_numbers.State.Numbers.TryGetValue(source, out var number)) return number;
        number = _numbers.State.Numbers.Count + 1;
        _numbers.State.Numbers.Add(source, number);
        try
        {
            await _numbers.WriteStateAsync(cancellationToken);
        }
        catch
        {
            // What is in memory is not what is on disk: the next call reads it again.
            DeactivateOnIdle();
            throw;
        }
        return number;
    }

    public Task<string[]> List(CancellationToken cancellationToken = default) => Task.FromResult<string[]>([.. _numbers.State.Numbers.OrderBy(static n => n.Value).Select(static n => n.Key)]);
}
