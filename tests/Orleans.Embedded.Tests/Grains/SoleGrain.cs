using System.Collections.Concurrent;

namespace Orleans.Embedded.Tests.Grains;

[GrainType("tests.sole")]
public sealed class SoleGrain : Grain, ISoleGrain
{
    private static readonly ConcurrentDictionary<string, Counts> All = new();

    private Counts _counts = null!;

    public static int Touches(string key) => All[key].Touches;

    public static int MostAtOnce(string key) => All[key].Most;

    public static int Activations(string key) => All[key].Activations;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _counts = All.GetOrAdd(this.GetPrimaryKeyString(), static _ => new Counts());
        lock (_counts)
        {
            _counts.Activations++;
            _counts.Most = Math.Max(_counts.Most, ++_counts.Alive);
        }

        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        lock (_counts)
            _counts.Alive--;
        return Task.CompletedTask;
    }

    public ValueTask Touch()
    {
        lock (_counts)
            _counts.Touches++;
        return default;
    }

    private sealed class Counts
    {
        public int Alive { get; set; }

        public int Most { get; set; }

        public int Activations { get; set; }

        public int Touches { get; set; }
    }
}
