using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Parties;
using CustomerGrains.Grains.Entities;
using CustomerGrains.Grains.Numbers;
using CustomerGrains.Grains.Parties;
using CustomerGrains.Grains.Sources;
using CustomerGrains.Server.Calls;
using CustomerGrains.Storage.Log;
using Microsoft.Extensions.Hosting;

namespace CustomerGrains.Server.Hosting;

/// <summary>Wakes the entities that had effects open when the store was opened, so that they deliver them (core rule 15).</summary>
internal sealed partial class EffectRecovery : BackgroundService
{
    private readonly IFactLog _log;
    private readonly IGrainFactory _grains;
    private readonly GrainCalls _calls;
    private readonly ILogger<EffectRecovery> _logger;

    public EffectRecovery(IFactLog log, IGrainFactory grains, GrainCalls calls, ILogger<EffectRecovery> logger)
    {
        _log = log;
        _grains = grains;
        _calls = calls;
        _logger = logger;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
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

    [LoggerMessage(EventId = 110, Level = LogLevel.Information, Message = "{Count} entities with effects open from before have been asked to deliver them.")]
    private partial void LogDelivered(int count);

    [LoggerMessage(EventId = 111, Level = LogLevel.Warning, Message = "A {Kind} could not deliver its effects yet and will try again.")]
    private partial void LogLater(Exception exception, string kind);

    [LoggerMessage(EventId = 112, Level = LogLevel.Error, Message = "A {Kind} cannot deliver its effects; they stay open until the next start.")]
    private partial void LogFailed(Exception exception, string kind);
}
