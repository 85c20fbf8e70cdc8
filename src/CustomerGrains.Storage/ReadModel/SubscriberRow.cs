using CustomerGrains.Domain.Classification;
using CustomerGrains.Domain.Policies;
using CustomerGrains.Domain.Rollups;
using CustomerGrains.Domain.Subscribers;
using CustomerGrains.Domain.Time;

namespace CustomerGrains.Storage.ReadModel;

/// <summary>One subscriber as lists and reports have it, as of one version and one business time. Immutable.</summary>
public sealed class SubscriberRow
{
    /// <summary>What stands for a number or a time that there is none of.</summary>
    public const long Absent = long.MinValue;

    private readonly long[] _numbers = new long[SubscriberFields.All.Count];
    private readonly string[] _texts = new string[SubscriberFields.All.Count];

    private SubscriberRow(string subscriberId, long version, long asOf, long changed) => (SubscriberId, Version, AsOf, Changed) = (subscriberId, version, asOf, changed);

    /// <summary>With some values; every other one is absent, 0, or empty.</summary>
    public SubscriberRow(string subscriberId, long version, long asOf, params ReadOnlySpan<(RowField Field, object Value)> values) : this(subscriberId, version, asOf, asOf)
    {
        foreach (var field in SubscriberFields.All) (_numbers[field.Ordinal], _texts[field.Ordinal]) = (field.IsClass ? 0 : Absent, "");
        foreach (var (field, value) in values)
        {
            if (field.IsText) _texts[field.Ordinal] = (string)value;
            else _numbers[field.Ordinal] = Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    internal SubscriberRow(string subscriberId, long version, long asOf, long changed, Func<RowField, long> numbers, Func<RowField, string> texts) : this(subscriberId, version, asOf, changed)
    {
        foreach (var field in SubscriberFields.All) (_numbers[field.Ordinal], _texts[field.Ordinal]) = field.IsText ? (0, texts(field)) : (numbers(field), "");
    }

    public string SubscriberId { get; }

    /// <summary>Of the entity. A row never overwrites one of a later version, nor of the same version and a later time.</summary>
    public long Version { get; }

    /// <summary>Business time that the values are of, milliseconds since 1970-01-01 UTC.</summary>
    public long AsOf { get; }

    /// <summary>Business time of the last entry in it, milliseconds since 1970-01-01 UTC: at most <see cref="AsOf"/>.</summary>
    public long Changed { get; }

    /// <summary>What customers, accounts and groups are to be told with this row; of a row that was read, nothing.</summary>
    public IReadOnlyList<TargetedReport> Reports { get; init; } = [];

    /// <summary>A value that is no text, as it is stored; <see cref="Absent"/> = there is none.</summary>
    public long Number(RowField field) => _numbers[field.Ordinal];

    /// <summary>Empty = there is none.</summary>
    public string Text(RowField field) => field == SubscriberFields.SubscriberId ? SubscriberId : _texts[field.Ordinal];

    /// <summary>The row of a subscriber.</summary>
    /// <param name="insight">Of this state; its time is the row's.</param>
    /// <param name="policy">What the insight comes from.</param>
    /// <param name="calendar">Of the parameters that the state was folded with.</param>
    public static SubscriberRow Of(SubscriberState state, Insight insight, Policy policy, uint policyVersion, Calendar calendar)
    {
        var input = new RowInput(state, insight, policy, policyVersion, calendar);
        var row = new SubscriberRow(state.Id, state.Version, insight.Now, state.Now) { Reports = MemberReports.Of(state, input.Ties, insight, calendar) };
        foreach (var field in SubscriberFields.All)
        {
            if (field.IsText) row._texts[field.Ordinal] = field.ReadText(input);
            else (row._numbers[field.Ordinal], row._texts[field.Ordinal]) = (field.ReadNumber(input), "");
        }
        return row;
    }
}
