using System.Runtime.CompilerServices;

namespace CustomerGrains.Domain.Classification;

/// <summary>One amount for each of the last full months, 1 = last month … <see cref="Length"/>; what there was before the subscription or is
/// not known is 0.</summary>
public struct MonthAmounts : IEquatable<MonthAmounts>
{
    /// <summary>Full months that the windows keep besides the current one.</summary>
    public const int Length = 13;

    private Buffer _amounts;

    /// <param name="amounts">Last month's first, then backwards; at most <see cref="Length"/>.</param>
    /// <exception cref="ArgumentException">More than that.</exception>
    public MonthAmounts(ReadOnlySpan<long> amounts) => amounts.CopyTo(_amounts);

    /// <param name="monthsAgo">1 … <see cref="Length"/>.</param>
    public long this[int monthsAgo]
    {
        readonly get => ((ReadOnlySpan<long>)_amounts)[monthsAgo - 1];
        set => ((Span<long>)_amounts)[monthsAgo - 1] = value;
    }

    /// <summary>Of the last <paramref name="months"/> months. It cannot overflow.</summary>
    public readonly Int128 Sum(int months)
    {
        Int128 sum = 0;
        foreach (var amount in ((ReadOnlySpan<long>)_amounts)[..months]) sum += amount;
        return sum;
    }

    /// <summary>Of the last <paramref name="months"/> months, rounded towards 0; 0 of none.</summary>
    public readonly long Mean(int months) => months == 0 ? 0 : (long)(Sum(months) / months);

    public readonly bool Equals(MonthAmounts other) => ((ReadOnlySpan<long>)_amounts).SequenceEqual(other._amounts);

    public override readonly bool Equals(object? obj) => obj is MonthAmounts other && Equals(other);

    public override readonly int GetHashCode() => HashCode.Combine(_amounts[0], _amounts[1], _amounts[2]);

    public static bool operator ==(MonthAmounts left, MonthAmounts right) => left.Equals(right);

    public static bool operator !=(MonthAmounts left, MonthAmounts right) => !left.Equals(right);

    [InlineArray(Length)]
    private struct Buffer
    {
        private long _first;
    }
}
