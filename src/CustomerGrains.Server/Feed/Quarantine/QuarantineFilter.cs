using System.Globalization;
using System.IO.Hashing;
using CustomerGrains.Server.Calls;
using CustomerGrains.V1;
using Google.Protobuf;

namespace CustomerGrains.Server.Feed.Quarantine;

/// <summary>A RejectedFilter, checked.</summary>
internal sealed class QuarantineFilter
{
    private readonly RejectedFilter _filter;
    private readonly int _firstDay;
    private readonly int _lastDay;

    /// <param name="source">Part of the question that a page token belongs to.</param>
    internal QuarantineFilter(string source, RejectedFilter? filter)
    {
        _filter = filter ?? new RejectedFilter();
        if (_filter.Outcome is not (V1.Outcome.Unspecified or V1.Outcome.Rejected or V1.Outcome.Conflict))
            throw Errors.InvalidArgument("filter.outcome", $"is {_filter.Outcome}; records are kept that were REJECTED or a CONFLICT.");
        if (!Enum.IsDefined(_filter.Reason)) throw Errors.InvalidArgument("filter.reason", $"is {(int)_filter.Reason}; give one of RejectReason.");
        if (!Enum.IsDefined(_filter.State)) throw Errors.InvalidArgument("filter.state", $"is {(int)_filter.State}; give one of RejectedState.");
        _firstDay = Day("filter.first_day", _filter.FirstDay) ?? int.MinValue;
        _lastDay = Day("filter.last_day", _filter.LastDay) ?? int.MaxValue;
        if (_firstDay > _lastDay) throw Errors.InvalidArgument("filter.last_day", "is before first_day.");
        Question = XxHash3.HashToUInt64(new ListRejectedRequest { Source = source, Filter = _filter }.ToByteArray());
    }

    /// <summary>Identifies source and filter.</summary>
    internal ulong Question { get; }

    internal bool Includes(int day) => _firstDay <= day && day <= _lastDay;

    internal bool Includes(QuarantinedRecord record) =>
        (_filter.Outcome == V1.Outcome.Unspecified || (int)_filter.Outcome == (int)record.First.Outcome)
        && (_filter.Reason == RejectReason.Unspecified || (int)_filter.Reason == (int)record.Reason)
        && (_filter.State == RejectedState.Unspecified || (_filter.State == RejectedState.Redriven) == record.IsSettled);

    private static int? Day(string field, string text)
    {
        if (text.Length == 0) return null;
        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber
            : throw Errors.InvalidArgument(field, $"is '{text}'; give a day as yyyy-mm-dd.");
    }
}
