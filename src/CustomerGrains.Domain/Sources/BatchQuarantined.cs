using CustomerGrains.Domain.Encoding;

namespace CustomerGrains.Domain.Sources;

/// <summary>A batch is complete, and content of records that were not taken is kept: behind this in the fact's body, as
/// <see cref="KeptRecord"/>s, and nowhere else (core rule 18). What the cap left out is decided here: rejected and conflicting
/// records that are not among them are not kept.</summary>
/// <param name="Completed">Counts and every exception, those not kept included.</param>
/// <param name="Stream">The stream's id.</param>
/// <param name="FirstSeen">Stamp at which the batch was first seen; its records are judged by that time whenever they are
/// re-driven.</param>
/// <param name="ReceivedAt">Operational time, milliseconds since 1970-01-01 UTC.</param>
/// <param name="ReceiveDay">Local day, days since 1970-01-01, under which the records are counted.</param>
/// <param name="Previous">Version of the entry with the batch of this day before it that has kept records; 0 = none.</param>
/// <param name="Kept">Records behind this.</param>
/// <param name="KeptBytes">Of their content.</param>
public readonly record struct BatchQuarantined(
    BatchCompleted Completed, string Stream, long FirstSeen, long ReceivedAt, int ReceiveDay, long Previous, int Kept, long KeptBytes)
{
    public void WriteTo(ByteWriter writer)
    {
        Completed.WriteTo(writer);
        writer.Text(Stream);
        writer.Varint((ulong)FirstSeen);
        writer.Varint((ulong)ReceivedAt);
        writer.Count(ReceiveDay);
        writer.Varint((ulong)Previous);
        writer.Count(Kept);
        writer.Varint((ulong)KeptBytes);
    }

    public static BatchQuarantined Read(ref ByteReader reader) => new(
        BatchCompleted.Read(ref reader), reader.Text(), (long)reader.Varint(), (long)reader.Varint(), reader.Count(), (long)reader.Varint(), reader.Count(), (long)reader.Varint());
}
