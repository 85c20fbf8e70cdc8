using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Parties;
using CustomerGrains.Grains.Entities;
using CustomerGrains.Grains.Numbers;
using CustomerGrains.Grains.Parties;
using CustomerGrains.Grains.Sources;
using CustomerGrains.Server.Calls;
using CustomerGrains.Storage;
using CustomerGrains.Storage.Log;
using Microsoft.Extensions.Hosting;

namespace CustomerGrains.Server.Hosting;

/// <summary>Wakes the entities that had effects open when the store was opened, and those whose activation ended with effects open since, so that they deliver them
/// (core rule 15).</summary>
internal sealed partial class EffectRecovery : BackgroundService
{
    /// <summary>A commit that failed is tried again about as often.</summary>
    private static readonly TimeSpan WakeEvery = TimeSpan.FromSeconds(1);

    private readonly IFactLog _log;
    private readonly IGrainFactory _grains;
    private readonly GrainCalls _calls;
    private readonly EntityServices _entities;
    private readonly ILogger<EffectRecovery> _logger;

    public EffectRecovery(IFactLog log, IGrainFactory grains, GrainCalls calls, EntityServices entities, ILogger<EffectRecovery> logger)
    {
        _log = log;
        _grains = grains;
        _calls = calls;
        _entities = entities;
        _logger = logger;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await DeliverOpenAtOpenAsync(stoppingToken);
        using var timer = new PeriodicTimer(WakeEvery, _entities.Time);
        while (await timer.WaitForNextTickAsync(stoppingToken)) await WakeAsync(stoppingToken);
    }

    private async Task WakeAsync(CancellationToken stoppingToken)
    {
        foreach (var key in _entities.OriginsToWake.Take())
        {
            try
            {
                await Origin(key).DeliverEffects(stoppingToken);
            }
            catch (Exception e) when (GrainCalls.IsRetryable(e) || e is StoreException and not StoreCorruptException)
            {
                _entities.OriginsToWake.Add(key);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogNotWoken(e, key.Kind);
            }
        }
    }

    private async Task DeliverOpenAtOpenAsync(CancellationToken stoppingToken)
    {
        if (_log.OpenEffectsAtOpen.Count == 0) return;
        foreach (var key in _log.OpenEffectsAtOpen)
        {
            var origin = Origin(key);
            // An entity that cannot deliver now tries again by itself: it is active from here on.
            try
            {
                await _calls.RetryAsync(async () => { await origin.DeliverEffects(stoppingToken); return 0; }, stoppingToken);
            }
            catch (Exception e) when (GrainCalls.IsRetryable(e))
            {
                LogLater(e, key.Kind);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // One that is damaged keeps its effects; the others deliver theirs.
                LogFailed(e, key.Kind);
            }
        }
        LogDelivered(_log.OpenEffectsAtOpen.Count);
    }

    private IEffectOrigin Origin(EntityKey key) => key.Kind switch
    {
        EntityKinds.Source => _grains.GetGrain<ISourceGrain>(key.Id),
        EntityKinds.Merges => _grains.GetGrain<IMergesGrain>(key.Id),
        var kind when PartyKinds.IsParty(kind) => _grains.GetGrain<IPartyGrain>(key.Value),
        _ => _grains.GetGrain<INumberGrain>(key.Id),
    };

    [LoggerMessage(EventId = 113, Level = LogLevel.Error, Message = "A {Kind} whose activation had ended cannot deliver its effects.")]
    private partial void LogNotWoken(Exception exception, string kind);

    [LoggerMessage(EventId = 110, Level = LogLevel.Information, Message = "{Count} entities with effects open from before have been asked to deliver them.")]
    private partial void LogDelivered(int count);

    [LoggerMessage(EventId = 111, Level = LogLevel.Warning, Message = "A {Kind} could not deliver its effects yet and will try again.")]
    private partial void LogLater(Exception exception, string kind);

    [LoggerMessage(EventId = 112, Level = LogLevel.Error, Message = "A {Kind} cannot deliver its effects; they stay open until the next start.")]
    private partial void LogFailed(Exception exception, string kind);
}
