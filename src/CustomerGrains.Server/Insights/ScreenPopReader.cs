using CustomerGrains.Domain.Churn;
using CustomerGrains.Domain.Numbers;
using CustomerGrains.Domain.Relationships;
using CustomerGrains.Domain.Rollups;
using CustomerGrains.Domain.Subscribers;
using CustomerGrains.Domain.Time;
using CustomerGrains.Server.Calls;
using CustomerGrains.Server.Directory;
using CustomerGrains.Server.Facts;
using CustomerGrains.Server.Parties;
using CustomerGrains.Server.Rollups;
using CustomerGrains.Server.Subscribers;
using CustomerGrains.V1;

namespace CustomerGrains.Server.Insights;

/// <summary>Who is calling, what they are worth, whether they are leaving: all of it in one answer, and what churn risk would be if.</summary>
public sealed partial class ScreenPopReader
{
    private const int Reasons = 5;

    private readonly SubscriberReader _subscribers;
    private readonly PartyReader _parties;
    private readonly NumberDirectory _directory;
    private readonly RollupReader _rollups;
    private readonly IBusinessClock _clock;
    private readonly Domain.FoldParameters _parameters;
    private readonly ILogger<ScreenPopReader> _logger;

    public ScreenPopReader(
        SubscriberReader subscribers, PartyReader parties, NumberDirectory directory, RollupReader rollups, IBusinessClock clock, Domain.FoldParameters parameters, ILogger<ScreenPopReader> logger)
    {
        _logger = logger;
        _subscribers = subscribers;
        _parties = parties;
        _directory = directory;
        _rollups = rollups;
        _clock = clock;
        _parameters = parameters;
    }

    public async Task<ScreenPop> ReadAsync(GetScreenPopRequest request, CancellationToken cancellationToken)
    {
        var (id, number) = await CallerAsync(request, cancellationToken);
        var (state, insight, rules) = await FindAsync(id, cancellationToken);
        var subscriber = _subscribers.ToMessage(state, insight, rules);
        var churn = subscriber.Insight.ChurnRisk;
        var now = insight.Now / 1_000;
        var pop = new ScreenPop
        {
            Subscriber = subscriber,
            Number = number.Length > 0 ? number : subscriber.Numbers.Where(n => n.EndTime is null || n.EndTime.Seconds > now).Select(static n => n.Msisdn).FirstOrDefault(static n => n.Length > 0) ?? "",
            Status = (V1.SubscriberStatus)state.StatusAt(now),
            TenureMonths = (uint)Math.Max(0, insight.Inputs.StarLevel.TenureMonths),
            Stars = subscriber.Insight.StarLevel.Level,
            ValueClass = subscriber.Insight.Value.Class,
            RetentionClass = subscriber.Insight.Retention.Class,
            Stage = subscriber.Insight.LifeCycle.Stage,
            Credit = subscriber.Insight.Credit.List,
            Satisfaction = subscriber.Insight.Satisfaction.Band,
            Loyalty = subscriber.Insight.Loyalty.Band,
            ChurnProbability = churn?.Probability ?? 0,
            ChurnBand = churn?.Band ?? V1.ChurnBand.Unspecified,
            Treatment = (Treatment)insight.Value,
            AsOf = subscriber.AsOf,
        };
        foreach (var term in churn?.Terms ?? []) (term.Points > 0 ? pop.ReasonsToLeave : pop.ReasonsToStay).Add(term);
        Keep(pop.ReasonsToLeave);
        Keep(pop.ReasonsToStay);
        AddUsage(pop, subscriber, now);
        if (state.Relationship is { } relationship)
        {
            var view = relationship.At(now);
            AddRelationship(pop, view);
            if (view.Customer is { } link) await AddCustomerAsync(pop, link, cancellationToken);
        }
        return pop;

        static void Keep(IList<V1.ChurnTerm> terms)
        {
            while (terms.Count > Reasons) terms.RemoveAt(terms.Count - 1);
        }
    }

    public async Task<EvaluateChurnRiskResponse> EvaluateAsync(EvaluateChurnRiskRequest request, CancellationToken cancellationToken)
    {
        Arguments.CheckId("subscriber_id", request.SubscriberId);
        var changes = new ChurnChange[request.Changes.Count];
        for (var i = 0; i < changes.Length; i++) changes[i] = ToChange(request, i);
        var (state, insight, rules) = await FindAsync(request.SubscriberId, cancellationToken);
        var terms = new Domain.Churn.ChurnTerm[rules.Churn.Scorer.TermCount];
        var score = rules.Churn.Scorer.WhatIf(insight.Features, changes, terms);
        var features = insight.Features.ToArray();
        foreach (var change in changes) features[(int)change.Feature] = change.Value;
        var band = (V1.ChurnBand)rules.Churn.Scorer.BandOf(score.Probability, rules.Policy.Policy.ChurnRisk);
        return new EvaluateChurnRiskResponse
        {
            Current = InsightMessages.ToMessage(insight, state, rules).ChurnRisk,
            Changed = ChurnRiskMessages.ToMessage(score, band, features, terms, rules.Churn, since: null),
            AsOf = InsightMessages.ToTime(insight.Now),
        };
    }

    private static ChurnChange ToChange(EvaluateChurnRiskRequest request, int index)
    {
        var change = request.Changes[index];
        var field = $"changes[{index}]";
        if (!ChurnFeatures.TryParse(change.Feature, out var feature))
            throw Errors.InvalidArgument(field + ".feature", $"is '{change.Feature}', which is no feature; give one of {string.Join(", ", Enum.GetValues<ChurnFeature>().Select(ChurnFeatures.NameOf))}.");
        if (change.HasValue && !double.IsFinite(change.Value)) throw Errors.InvalidArgument(field + ".value", "is not finite; give a number, or leave it out for 'not known'.");
        for (var before = 0; before < index; before++)
            if (request.Changes[before].Feature == change.Feature) throw Errors.InvalidArgument(field + ".feature", $"is '{change.Feature}' again; give one change per feature.");
        return new ChurnChange(feature, change.HasValue ? change.Value : ChurnFeatures.Missing);
    }

    private async Task<(SubscriberState State, Domain.Classification.Insight Insight, Domain.Policies.RuleBook Rules)> FindAsync(string id, CancellationToken cancellationToken) =>
        await _subscribers.ReadAsync(id, cancellationToken)
            ?? throw Errors.NotFound(ErrorReasons.SubscriberNotFound, $"No subscriber '{id}' is registered.", Subscriber.Descriptor.FullName, id);

    /// <returns>Whose line it is, and the number that was asked for; empty when none was.</returns>
    private async Task<(string Id, string Number)> CallerAsync(GetScreenPopRequest request, CancellationToken cancellationToken)
    {
        if (request.CallerCase == GetScreenPopRequest.CallerOneofCase.SubscriberId)
        {
            Arguments.CheckId("subscriber_id", request.SubscriberId);
            return (request.SubscriberId, "");
        }
        var number = request.CallerCase switch
        {
            GetScreenPopRequest.CallerOneofCase.Msisdn => Arguments.Number("msisdn", NumberKind.Msisdn, request.Msisdn),
            GetScreenPopRequest.CallerOneofCase.Imsi => Arguments.Number("imsi", NumberKind.Imsi, request.Imsi),
            _ => throw Errors.InvalidArgument("caller", "is missing; give subscriber_id, msisdn or imsi."),
        };
        var route = await _directory.LoadAsync(number, cancellationToken);
        var piece = route.Piece(_clock.Now / 1_000) ?? throw Errors.NotFound(ErrorReasons.NumberNotHeld, "Nobody holds that number now.", HeldNumber.Descriptor.FullName, "");
        return (piece.Holder, number.Digits);
    }

    private void AddUsage(ScreenPop pop, Subscriber subscriber, long now)
    {
        var today = _parameters.Calendar.DayOf(now);
        if (subscriber.Days.FirstOrDefault(d => d.Day == Calendar.DayName(today)) is { } day) pop.Today.Add(day.Services);
        if (subscriber.Months.FirstOrDefault(m => m.Month == Calendar.MonthName(Calendar.MonthOf(today))) is not { } month) return;
        pop.Month.Add(month.Services);
        pop.MonthChargeMicros = month.ChargeMicros;
    }

    /// <summary>Whose line it is, who pays, and what the customer's lines come to, as they are now: also where the link names one that was merged. Each is read
    /// apart from the others: whoever answers the call sees those that can be read.</summary>
    private async Task AddCustomerAsync(ScreenPop pop, Domain.Relationships.CustomerLinked link, CancellationToken cancellationToken)
    {
        var customer = TryAsync(_parties.FindCurrentAsync(Domain.Parties.PartyKind.Customer, link.CustomerId, cancellationToken));
        var account = TryAsync(_parties.FindCurrentAsync(Domain.Parties.PartyKind.Account, link.AccountId, cancellationToken));
        var totals = TryAsync(_rollups.ReadAsync(new RollupTarget(RollupKind.Customer, link.CustomerId), cancellationToken));
        await Task.WhenAll(customer, account, totals);
        (pop.Customer, pop.Account) = (Take(customer.Result, "customer"), Take(account.Result, "account"));
        if (Take(totals.Result, "customer_rollup") is { } sum) pop.CustomerRollup = RollupMessages.ToSummary(link.CustomerId, sum);

        async Task<(T? Part, bool IsRead)> TryAsync<T>(Task<T?> reading) where T : class
        {
            try
            {
                return (await reading, true);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                LogUnreadable(e);
                return (null, false);
            }
        }

        T? Take<T>((T? Part, bool IsRead) read, string field)
        {
            if (!read.IsRead) pop.Unreadable.Add(field);
            return read.Part;
        }
    }

    [LoggerMessage(EventId = 147, Level = LogLevel.Warning, Message = "A party or a roll-up cannot be read; screen pops go without it.")]
    private partial void LogUnreadable(Exception exception);

    private static void AddRelationship(ScreenPop pop, RelationshipView view)
    {
        var message = pop.Subscriber.Relationship;
        pop.OpenCases.Add(message.Cases.Where(static c => c.CloseTime is null).Reverse());
        pop.Interactions.Add(message.Interactions.Reverse());
        pop.Measures.Add(message.Measures.Reverse());
        pop.Offers.Add(message.Offers.Reverse());
        pop.ArrearsDays = message.ArrearsDays;
        pop.ContractEndTime = view.Contract is { EndTime: > 0 } contract ? SubscriberMessages.FromSeconds(contract.EndTime) : null;
        pop.RefusedContacts.Add(view.Consents.Where(static c => !c.IsAllowed).Select(FactMessages.ToMessage));
    }
}
