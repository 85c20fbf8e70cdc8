using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>Makes happen, in tests, what otherwise happens when it likes.</summary>
public sealed class EmbeddedGrainControl
{
    private static readonly DeactivationReason OnRequest = new(DeactivationReasonCode.RuntimeRequested, "A test asked for it.");
    private readonly EmbeddedGrainHost _host;

    internal EmbeddedGrainControl(EmbeddedGrainHost host) => _host = host;

    /// <summary>Ends the activations of a grain, forked ones too, and waits until they are gone. Never from within the grain itself.</summary>
    public async Task DeactivateAsync(GrainId grainId)
    {
        foreach (var activation in Of(grainId))
        {
            activation.Deactivate(OnRequest);
            await activation.Deactivated.ConfigureAwait(false);
        }
    }

    /// <inheritdoc cref="DeactivateAsync(GrainId)"/>
    public Task DeactivateAsync(IAddressable grain) => DeactivateAsync(grain.GetGrainId());

    /// <summary>Ends all activations and waits until they are gone.</summary>
    public Task DeactivateAllAsync() => _host.DeactivateAllAsync(OnRequest, CancellationToken.None);

    /// <summary>
    /// Takes the activation of a grain out of the catalog while it lives on, untold: what was routed to it, and references that know
    /// it, still reach it, everybody else makes a second one, as in the time after a silo was cut off. False when there was none.
    /// </summary>
    public bool ForkActivation(GrainId grainId) => ClassOf(grainId).Fork(grainId.Key.ToString());

    /// <inheritdoc cref="ForkActivation(GrainId)"/>
    public bool ForkActivation(IAddressable grain) => ForkActivation(grain.GetGrainId());

    /// <summary>How many activations of a grain are alive; more than one after a fork.</summary>
    public int CountActivations(GrainId grainId) => Of(grainId).Count;

    /// <summary>Looks for idle activations now, as if a quantum had passed; returns how many end.</summary>
    public int CollectNow() => _host.Collect();

    /// <summary>Strict mode: delivers the calls that it holds back; returns how many.</summary>
    public int RunLateCalls() => _host.Strict?.RunLateCalls() ?? 0;

    private List<Activation> Of(GrainId grainId)
    {
        var key = grainId.Key.ToString();
        return ClassOf(grainId).All().Where(a => a.Key == key && !a.IsDead).ToList();
    }

    private GrainClass ClassOf(GrainId grainId) => _host.Catalog.Classes.FirstOrDefault(c => c.GrainType == grainId.Type)
        ?? throw new ArgumentException($"There is no grain class of type {grainId.Type}.", nameof(grainId));
}
