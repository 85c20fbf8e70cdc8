using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>The grain host: one per service container.</summary>
internal sealed partial class EmbeddedGrainHost : IClusterClient, IDisposable
{
    private int _tick;
    private volatile bool _stopped;

    public EmbeddedGrainHost(IServiceProvider services, EmbeddedGrainOptions options, SingletonIndex singletons)
    {
        options.Validate();
        ServiceProvider = services;
        Options = options;
        Singletons = singletons;
        Clock = services.GetRequiredService<TimeProvider>();
        Log = new GrainLog(services.GetRequiredService<ILogger<EmbeddedGrainHost>>());
        Pending = new PendingCalls(Clock, options.ResponseTimeout);
        Strict = options.Strict is { } strict ? new StrictHost(strict) : null;
        Catalog = new GrainCatalog(this, GrainAssemblies.Find(options.Assemblies));
    }

    public IServiceProvider ServiceProvider { get; }

    public EmbeddedGrainOptions Options { get; }

    public SingletonIndex Singletons { get; }

    public TimeProvider Clock { get; }

    public GrainLog Log { get; }

    public PendingCalls Pending { get; }

    public GrainCatalog Catalog { get; }

    public StrictHost? Strict { get; }

    /// <summary>Whether turns may run on their callers' threads; strict mode wants to see every call.</summary>
    public bool InlineTurns => Strict is null;

    public bool IsStopped => _stopped;

    /// <summary>Quanta since the start: the clock that idleness is measured with.</summary>
    public int Tick => _tick;

    public static Exception Stopped() => new SiloUnavailableException("The grain host is stopped.");

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey =>
        (TGrainInterface)(object)Reference(typeof(TGrainInterface), primaryKey, grainClassNamePrefix);

    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId)
        where TGrainInterface : IAddressable =>
        (TGrainInterface)(object)Catalog.Bind(grainId.Type, typeof(TGrainInterface)).Reference(grainId.Key.ToString());

    public IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey) => (IGrain)(object)Reference(grainInterfaceType, grainPrimaryKey, null);

    public long TimestampIn(TimeSpan time) => Clock.GetTimestamp() + (long)(time.TotalSeconds * Clock.TimestampFrequency);

    public IEnumerable<Activation> AllActivations() => Catalog.Classes.SelectMany(c => c.All());

    /// <summary>One quantum has passed: ends what was idle for its age.</summary>
    public int Collect()
    {
        var now = Interlocked.Increment(ref _tick);
        var timestamp = Clock.GetTimestamp();
        var collected = 0;
        foreach (var grainClass in Catalog.Classes)
        {
            if (grainClass.CollectionTicks is not { } ticks)
                continue;
            foreach (var activation in grainClass.All())
            {
                if (activation.TryCollect(now, ticks, timestamp))
                    collected++;
            }
        }

        return collected;
    }

    /// <summary>Ends all activations and waits for their ends; again, until there are none, because an end may call other grains.</summary>
    public async Task DeactivateAllAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        while (true)
        {
            var ending = new List<Task>();
            foreach (var activation in AllActivations())
            {
                activation.Deactivate(reason, cancellationToken);
                ending.Add(activation.Deactivated);
            }

            if (ending.Count == 0)
                return;
            await Task.WhenAll(ending).WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Refuses new activations from now on.</summary>
    public void Close() => _stopped = true;

    public void Dispose()
    {
        Close();
        Pending.Dispose();
    }

    private GrainProxy Reference(Type interfaceType, string key, string? prefix)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        return Catalog.Bind(interfaceType, prefix).Reference(key);
    }
}
