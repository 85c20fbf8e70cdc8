using System.Collections.Concurrent;
using CustomerGrains.Domain.Churn;
using CustomerGrains.Domain.Classification;
using CustomerGrains.Domain.Documents;
using CustomerGrains.Domain.Policies;
using CustomerGrains.Grains.Versions;
using CustomerGrains.Server.Calls;
using Microsoft.Extensions.Hosting;

namespace CustomerGrains.Server.Policies;

/// <summary>The rules in force in this process's memory: read when it starts, before it serves, and before an activation is answered. A
/// whole rule book takes the place of another in one assignment.</summary>
public sealed class RuleBookCache : IRuleBookSource, IHostedService, IDisposable
{
    private const int MaxKnown = 100;

    private readonly IGrainFactory _grains;
    private readonly GrainCalls _calls;

    /// <summary>One refresh at a time: each reads what is on disk then, so that a later one never brings back what is older.</summary>
    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile RuleBook _current = RuleBook.BuiltIn;

    /// <summary>Not in force, and asked for lately: by the versions of policy, model and cuts.</summary>
    private readonly ConcurrentDictionary<(uint, uint, uint), RuleBook> _known = new();

    public RuleBookCache(IGrainFactory grains, GrainCalls calls)
    {
        _grains = grains;
        _calls = calls;
    }

    public RuleBook Current => _current;

    /// <exception cref="InvalidOperationException">What is in force cannot be used by this program: a newer one kept it.</exception>
    public Task StartAsync(CancellationToken cancellationToken) => RefreshAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _turn.Dispose();

    /// <summary>Takes in what is in force now.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var before = _current;
            var (policy, policySince) = await PolicyAsync(before.Policy, cancellationToken);
            var (churn, churnSince) = await ChurnAsync(before.Churn, policy.Policy.ChurnRisk.FormulaVersion, cancellationToken);
            var (cuts, cutsSince) = await CutsAsync(before.Cuts, cancellationToken);
            var now = new RuleBook(policy, churn, cuts) { Since = Math.Max(policySince, churnSince), CutsSince = cutsSince };
            // Whoever sees the same object knows that nothing has changed.
            if (now != before) _current = now;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The rules of these versions, in force or not; null when one of them is not there.</summary>
    internal async Task<RuleBook?> FindAsync(uint policy, uint churn, uint cuts, CancellationToken cancellationToken)
    {
        var current = _current;
        if (current.Policy.Version == policy && current.Churn.Version == churn && (current.Cuts?.Version ?? 0) == cuts) return current;
        if (_known.TryGetValue((policy, churn, cuts), out var known)) return known;
        if (await FindAsync(DocumentKinds.Policy, policy, cancellationToken) is not { } policyText
            || await FindAsync(DocumentKinds.ChurnFormula, churn, cancellationToken) is not { } churnText
            || await FindAsync(DocumentKinds.PopulationCuts, cuts, cancellationToken) is not { } cutsText) return null;
        if (_known.Count >= MaxKnown) _known.Clear();
        return _known[(policy, churn, cuts)] = new RuleBook(
            new VersionedPolicy(policy, DocumentKinds.Policy.ReadKept(policyText.Text)),
            new VersionedChurnScorer(churn, new ChurnScorer(DocumentKinds.ChurnFormula.ReadKept(churnText.Text))),
            PopulationCutsDocument.ToCuts(cuts, DocumentKinds.PopulationCuts.ReadKept(cutsText.Text)));
    }

    private async Task<(VersionedPolicy Policy, long Since)> PolicyAsync(VersionedPolicy before, CancellationToken cancellationToken)
    {
        var reading = await ReadAsync(DocumentKinds.Policy, null, cancellationToken);
        var version = reading.Entry.Info.Number;
        var since = SinceOf(reading);
        if (version == before.Version) return (before, since); // a version never changes
        return (version == Policy.DefaultVersion ? VersionedPolicy.BuiltIn : new VersionedPolicy(version, DocumentKinds.Policy.ReadKept(reading.Text)), since);
    }

    /// <param name="named">By the policy, and then as long as that is in force; 0 = none is.</param>
    private async Task<(VersionedChurnScorer Scorer, long Since)> ChurnAsync(VersionedChurnScorer before, uint named, CancellationToken cancellationToken)
    {
        var reading = await ReadAsync(DocumentKinds.ChurnFormula, named == 0 ? null : named, cancellationToken);
        var version = reading.Entry.Info.Number;
        var since = named == 0 ? SinceOf(reading) : 0;
        if (version == before.Version) return (before, since);
        return (version == DocumentKind.BuiltInVersion ? VersionedChurnScorer.BuiltIn : new VersionedChurnScorer(version, new ChurnScorer(DocumentKinds.ChurnFormula.ReadKept(reading.Text))), since);
    }

    private async Task<(PopulationCuts? Cuts, long Since)> CutsAsync(PopulationCuts? before, CancellationToken cancellationToken)
    {
        var reading = await ReadAsync(DocumentKinds.PopulationCuts, null, cancellationToken);
        var version = reading.Entry.Info.Number;
        var cuts = version == (before?.Version ?? DocumentKind.BuiltInVersion) ? before : PopulationCutsDocument.ToCuts(version, DocumentKinds.PopulationCuts.ReadKept(reading.Text));
        return (cuts, SinceOf(reading));
    }

    private Task<VersionReading?> FindAsync(DocumentKind kind, uint? number, CancellationToken cancellationToken) =>
        _calls.RetryAsync(() => _grains.GetGrain<IVersionsGrain>(kind.Name).Get(number, cancellationToken), cancellationToken);

    private static long SinceOf(VersionReading reading) => reading.Entry.Activations is [var latest, ..] ? latest.Since : 0;

    private async Task<VersionReading> ReadAsync(DocumentKind kind, uint? number, CancellationToken cancellationToken)
    {
        return await FindAsync(kind, number, cancellationToken)
            ?? throw new InvalidOperationException($"The policy in force names version {number} of kind {kind.Name}, which is not in the store.");
    }
}
