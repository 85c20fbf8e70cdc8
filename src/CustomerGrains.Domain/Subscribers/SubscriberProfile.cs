using CustomerGrains.Domain.Encoding;

namespace CustomerGrains.Domain.Subscribers;

/// <summary>What is known of a subscriber besides usage.</summary>
/// <param name="ActivationTime">Seconds since 1970-01-01 UTC.</param>
public sealed record SubscriberProfile(long ActivationTime, string Plan, string Brand, string Region)
{
    public void WriteTo(ByteWriter writer)
    {
        writer.SignedVarint(ActivationTime);
        writer.Text(Plan);
        writer.Text(Brand);
        writer.Text(Region);
    }

    public static SubscriberProfile Read(ref ByteReader reader) =>
        new(reader.SignedVarint(), TextPool.Get(reader.Text()), TextPool.Get(reader.Text()), TextPool.Get(reader.Text()));
}
