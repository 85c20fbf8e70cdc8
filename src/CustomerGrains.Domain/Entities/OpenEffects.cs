using CustomerGrains.Domain.Encoding;
using CustomerGrains.Domain.Facts;

namespace CustomerGrains.Domain.Entities;

/// <summary>Effects that stay in their origin's state until the target's entry is durable (core rule 15).</summary>
public sealed class OpenEffects
{
    private readonly List<OpenEffect> _open = [];

    public int Count => _open.Count;

    /// <summary>The oldest.</summary>
    public OpenEffect First => _open[0];

    /// <summary>The oldest of those that match; null without any.</summary>
    public OpenEffect? FirstOrDefault(Predicate<OpenEffect> match) => _open.Find(match);

    /// <summary>Takes over the effects of an entry.</summary>
    public void Add(in EntryView entry)
    {
        if (!entry.HasEffects) return;
        foreach (var effect in entry.Effects())
            _open.Add(new OpenEffect(System.Text.Encoding.UTF8.GetString(effect.Target), entry.Version, effect.Kind, effect.Body.ToArray()));
    }

    /// <summary>The target has applied everything up to this version.</summary>
    public void Confirm(string target, long version) => _open.RemoveAll(e => e.Target == target && e.Version <= version);

    public static void WriteConfirmation(ByteWriter writer, OpenEffect effect)
    {
        writer.Text(effect.Target);
        writer.Varint((ulong)effect.Version);
    }

    public void Confirm(ReadOnlySpan<byte> confirmation)
    {
        var reader = new ByteReader(confirmation);
        Confirm(reader.Text(), (long)reader.Varint());
    }

    public void WriteTo(ByteWriter writer)
    {
        writer.Count(_open.Count);
        foreach (var effect in _open)
        {
            writer.Text(effect.Target);
            writer.Varint((ulong)effect.Version);
            writer.Byte((byte)effect.Kind);
            writer.Bytes(effect.Body.Span);
        }
    }

    public static OpenEffects Read(ref ByteReader reader)
    {
        var effects = new OpenEffects();
        for (var left = reader.Count(); left > 0; left--)
            effects._open.Add(new OpenEffect(reader.Text(), (long)reader.Varint(), (FactKind)reader.Byte(), reader.Bytes().ToArray()));
        return effects;
    }
}
