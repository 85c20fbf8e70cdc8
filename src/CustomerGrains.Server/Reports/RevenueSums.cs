using CustomerGrains.Storage.ReadModel;
using CustomerGrains.V1;

namespace CustomerGrains.Server.Reports;

/// <summary>Sums of a group. They are wider than what is added, so that the order of rows cannot show in them.</summary>
internal sealed class RevenueSums(int amounts)
{
    private readonly Int128[] _sums = new Int128[amounts];
    private readonly long[] _counts = new long[amounts];

    internal long Subscribers { get; private set; }

    /// <param name="first">Place of the first amount.</param>
    internal void Add(RowValues values, int first)
    {
        Subscribers++;
        for (var i = 0; i < _sums.Length; i++)
        {
            var value = values.Number(first + i);
            if (value == SubscriberRow.Absent) continue;
            _sums[i] += value;
            _counts[i]++;
        }
    }

    internal RevenueReport.Types.Amount ToMessage(int amount)
    {
        var message = new RevenueReport.Types.Amount { SumMicros = (long)Int128.Clamp(_sums[amount], long.MinValue, long.MaxValue), Subscribers = _counts[amount] };
        if (_counts[amount] > 0) message.MeanMicros = (long)Math.Round((decimal)_sums[amount] / _counts[amount], MidpointRounding.AwayFromZero);
        return message;
    }
}
