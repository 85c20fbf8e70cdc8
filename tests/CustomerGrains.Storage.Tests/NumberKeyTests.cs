using CustomerGrains.Storage.ReadModel;

namespace CustomerGrains.Storage.Tests;

/// <summary>Numbers and times rounded in their order.</summary>
public sealed class NumberKeyTests
{
    [Theory]
    [InlineData("average_bill_micros")]
    [InlineData("activation_time")]
    public void A_greater_value_never_has_a_lesser_key_and_exact_keys_are_of_one_value(string name)
    {
        var field = SubscriberFields.Find(name)!;
        var random = new Random(32);
        long[] centers = [0, 1, 1 << 24, -(1 << 24), 1L << 31, -(1L << 31), uint.MaxValue, 1L << 53, -(1L << 53), 1_770_000_000, long.MaxValue - 8, long.MinValue + 9];
        var values = centers.SelectMany(static c => Enumerable.Range(-8, 17).Select(i => c + i)).Concat(Enumerable.Range(0, 10_000).Select(_ => random.NextInt64() >> random.Next(64))).Append(SubscriberRow.Absent).ToArray();
        foreach (var value in values)
        {
            var key = NumberKey.Of(field, value);
            Assert.Equal(value == SubscriberRow.Absent, key == NumberKey.Absent);
            var above = value == long.MaxValue ? key : NumberKey.Of(field, value + 1);
            Assert.True(above >= key, $"{value}");
            if (value < long.MaxValue && above == key) Assert.False(NumberKey.IsExact(field, key), $"{value}");
        }
        Array.Sort(values);
        Assert.Equal(values.Select(v => NumberKey.Of(field, v)).Order(), values.Select(v => NumberKey.Of(field, v)));
    }

    [Fact]
    public void Everyday_values_have_keys_of_their_own()
    {
        foreach (var time in (long[])[2, 1_770_000_000, uint.MaxValue - 1]) Assert.True(NumberKey.IsExact(SubscriberFields.ActivationTime, NumberKey.Of(SubscriberFields.ActivationTime, time)));
        foreach (var number in (long[])[0, -1, 1_000_000, (1 << 24) - 1, SubscriberRow.Absent]) Assert.True(NumberKey.IsExact(SubscriberFields.ChurnProbability, NumberKey.Of(SubscriberFields.ChurnProbability, number)));
    }
}
