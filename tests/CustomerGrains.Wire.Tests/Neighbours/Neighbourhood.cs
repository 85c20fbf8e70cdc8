namespace CustomerGrains.Wire.Tests.Neighbours;

/// <summary>Lets the neighbours do a step each now and then while the damage goes on.</summary>
internal sealed class Neighbourhood : IDisposable
{
    /// <summary>Exchanges between two steps.</summary>
    private const int Pace = 25;

    private readonly IReadOnlyList<INeighbour> _neighbours;
    private readonly SemaphoreSlim _pace = new(0);
    private int _exchanges;
    private int _steps;

    public Neighbourhood(params IReadOnlyList<INeighbour> neighbours) => _neighbours = neighbours;

    /// <summary>Steps that all went well.</summary>
    public int Steps => Volatile.Read(ref _steps);

    public void ExchangeDone()
    {
        if (Interlocked.Increment(ref _exchanges) % Pace == 0) _pace.Release();
    }

    /// <summary>Goes on until <paramref name="end"/> and to the end of the step then; the first thing that is not right ends it.</summary>
    public Task RunAsync(CancellationToken end) => Task.WhenAll(_neighbours.Select(n => RunAsync(n, end)));

    public void Dispose()
    {
        foreach (var neighbour in _neighbours) neighbour.Dispose();
        _pace.Dispose();
    }

    private async Task RunAsync(INeighbour neighbour, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            try
            {
                await _pace.WaitAsync(end);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            await neighbour.StepAsync();
            Interlocked.Increment(ref _steps);
        }
    }
}
