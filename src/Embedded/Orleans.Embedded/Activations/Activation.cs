using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>
/// One activation of a grain. A million of these are alive at once, so that it is everything in one object: the catalog's entry,
/// the lock of its queue, the synchronisation context that keeps its continuations on one thread at a time, and the work item
/// that runs its queue on the thread pool.
/// </summary>
internal sealed partial class Activation : SynchronizationContext, IGrainContext, IThreadPoolWorkItem
{
    private ActivationQueue? _queue;
    private AsyncServiceScopeHolder? _scope;

    public Activation(GrainClass grainClass, string key, int hash)
    {
        Class = grainClass;
        Key = key;
        Hash = hash;
        _gate = Gate.Queued;
        _queue = new ActivationQueue();
        _lastUse = grainClass.Host.Tick;
    }

    /// <summary>The activation whose turn runs on this thread, or null outside of turns.</summary>
    public static new Activation? Current => SynchronizationContext.Current as Activation;

    public GrainClass Class { get; }

    public string Key { get; }

    /// <summary>The hash of the key in the catalog.</summary>
    public int Hash { get; }

    /// <summary>The next one in the same bucket of the catalog. Written under the lock of the bucket's shard, read without.</summary>
    public Activation? NextInBucket { get; set; }

    /// <summary>The grain object: set when made, null again when the activation is gone.</summary>
    public object? Instance { get; private set; }

    public object? GrainInstance => Instance;

    public GrainId GrainId => new(Class.GrainType, IdSpan.Create(Key));

    public GrainReference GrainReference => Class.AnyReference(Key);

    /// <summary>A scope of its own, made when first asked for: most grains need singletons only.</summary>
    public IServiceProvider ActivationServices
    {
        get
        {
            lock (this)
                return (_scope ??= new AsyncServiceScopeHolder(Class.Host.ServiceProvider.CreateAsyncScope())).Scope.ServiceProvider;
        }
    }

    public static Activation Of(IGrainBase grain) => grain.GrainContext as Activation
        ?? throw new InvalidOperationException($"{grain.GetType()} was not made by this grain host; get it with IGrainFactory.GetGrain.");

    public object? GetTarget() => Instance;

    public bool Equals(IGrainContext? other) => ReferenceEquals(this, other);

    public override SynchronizationContext CreateCopy() => this;

    public override string ToString() => $"{GrainId} ({Class.Type.Name}, {_state})";

    private sealed record AsyncServiceScopeHolder(AsyncServiceScope Scope);
}
