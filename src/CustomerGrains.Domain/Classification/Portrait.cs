using CustomerGrains.Domain.Policies;

namespace CustomerGrains.Domain.Classification;

/// <summary>Portrait (客户画像, domain §3.9): preferences learnt from what was offered, taken, declined, used and said, and how offers were
/// answered.</summary>
/// <param name="Preferences">By kind, in it the strongest first; what showed only against it, too.</param>
/// <param name="OffersKnown">Offers that reached the subscriber: campaign awareness.</param>
/// <param name="OffersTaken">Of these.</param>
/// <param name="OffersDeclined">Of these.</param>
public sealed record Portrait(IReadOnlyList<Preference> Preferences, int OffersKnown, int OffersTaken, int OffersDeclined)
{
    public static Portrait Empty { get; } = new([], 0, 0, 0);

    /// <summary>Taken ÷ known; null = no offer.</summary>
    public double? Acceptance => OffersKnown > 0 ? (double)OffersTaken / OffersKnown : null;

    /// <summary>The strongest of a kind that more speaks for than against; null = none.</summary>
    public string? Best(PreferenceKind kind)
    {
        foreach (var preference in Preferences)
            if (preference.Kind == kind) return preference.Score > 0 ? preference.Value : null;
        return null;
    }

    /// <summary>Each piece of evidence weighs what the policy says of its kind, and half of it after the half-life of what it is about. Within a
    /// kind all weights shrink alike, so the order of preferences does not change with time: it is found with ages counted from the
    /// kind's latest evidence.</summary>
    /// <param name="signals">Any order. Signals about products are those that offers are counted by.</param>
    /// <param name="today">Local day.</param>
    public static Portrait Of(ReadOnlySpan<PreferenceSignal> signals, int today, PortraitPolicy policy)
    {
        if (signals.Length == 0) return Empty;
        Span<int> latest = stackalloc int[6];
        latest.Fill(int.MinValue);
        foreach (ref readonly var signal in signals) latest[(int)signal.Kind] = Math.Max(latest[(int)signal.Kind], signal.Day);
        var preferences = new List<Preference>(Math.Min(signals.Length, 16));
        var (known, taken, declined) = (0, 0, 0);
        foreach (ref readonly var signal in signals)
        {
            if (signal.Kind == PreferenceKind.Product && signal.Evidence is PreferenceEvidence.Unanswered or PreferenceEvidence.Taken or PreferenceEvidence.Declined)
            {
                known++;
                if (signal.Evidence == PreferenceEvidence.Taken) taken++;
                if (signal.Evidence == PreferenceEvidence.Declined) declined++;
            }
            var weight = Weight(signal.Evidence, policy) * Decay(signal.Day - latest[(int)signal.Kind], signal.Kind, policy);
            var at = IndexOf(preferences, signal);
            if (at < 0) preferences.Add(new Preference(signal.Kind, signal.Value, weight, 1));
            else preferences[at] = preferences[at] with { Score = preferences[at].Score + weight, Signals = preferences[at].Signals + 1 };
        }
        preferences.Sort(static (a, b) => a.Kind != b.Kind ? a.Kind.CompareTo(b.Kind) : a.Score != b.Score ? b.Score.CompareTo(a.Score) : string.CompareOrdinal(a.Value, b.Value));
        for (var i = 0; i < preferences.Count; i++)
        {
            var one = preferences[i];
            preferences[i] = one with { Score = Math.Round(one.Score * Decay(Math.Min(0, latest[(int)one.Kind] - today), one.Kind, policy), 6) };
        }
        return new Portrait(preferences, known, taken, declined);
    }

    private static int IndexOf(List<Preference> preferences, in PreferenceSignal signal)
    {
        for (var i = 0; i < preferences.Count; i++)
            if (preferences[i].Kind == signal.Kind && string.Equals(preferences[i].Value, signal.Value, StringComparison.OrdinalIgnoreCase)) return i;
        return -1;
    }

    /// <param name="age">Days, ≤ 0.</param>
    private static double Decay(int age, PreferenceKind kind, PortraitPolicy policy) => double.Exp2(age / (double)(kind switch
    {
        PreferenceKind.Product => policy.ProductHalfLifeDays,
        PreferenceKind.Promotion => policy.PromotionHalfLifeDays,
        PreferenceKind.Handset => policy.HandsetHalfLifeDays,
        PreferenceKind.Gift => policy.GiftHalfLifeDays,
        PreferenceKind.Service => policy.ServiceHalfLifeDays,
        _ => policy.ChannelHalfLifeDays,
    }));

    private static double Weight(PreferenceEvidence evidence, PortraitPolicy policy) => evidence switch
    {
        PreferenceEvidence.Taken => policy.TakenWeight,
        PreferenceEvidence.Declined => policy.DeclinedWeight,
        PreferenceEvidence.Used => policy.UsedWeight,
        PreferenceEvidence.Said => policy.SaidWeight,
        _ => policy.UnansweredWeight,
    };
}
