using CustomerGrains.Domain.Encoding;

namespace CustomerGrains.Domain.Facts;

/// <summary>Writes one entry (format: <see cref="EntryView"/>) into a buffer that is kept from turn to turn. In order:
/// <see cref="Begin"/>, <see cref="Fact"/> as often as announced, <see cref="Effect"/> likewise, <see cref="End"/>.</summary>
public sealed class EntryWriter
{
    private readonly ByteWriter _bytes = new(512);
    private int _factsLeft;
    private int _effectsLeft;

    public void Begin(ReadOnlySpan<byte> key, long version, long now, uint policy, CauseKind causeKind, ReadOnlySpan<byte> cause, int facts, int effects = 0)
    {
        _factsLeft = facts;
        _effectsLeft = effects;
        _bytes.Clear();
        _bytes.Byte(EntryView.FormatVersion);
        _bytes.UInt32(0); // the length, patched by End
        _bytes.Byte(effects > 0 ? EntryView.EffectsFlag : (byte)0);
        _bytes.Varint((ulong)version);
        _bytes.Varint((ulong)now);
        _bytes.Varint(policy);
        _bytes.Bytes(key);
        _bytes.Byte((byte)causeKind);
        _bytes.Bytes(cause);
        _bytes.Count(facts);
        if (facts == 0) _bytes.Count(effects);
    }

    public void Fact(FactKind kind, Outcome outcome, ReadOnlySpan<byte> body)
    {
        if (_factsLeft-- <= 0) throw new InvalidOperationException("More facts than announced.");
        _bytes.Byte((byte)kind);
        _bytes.Byte((byte)outcome);
        _bytes.Bytes(body);
        if (_factsLeft == 0) _bytes.Count(_effectsLeft);
    }

    public void Effect(ReadOnlySpan<byte> target, FactKind kind, ReadOnlySpan<byte> body)
    {
        if (_factsLeft != 0 || _effectsLeft-- <= 0) throw new InvalidOperationException("An effect before the last fact, or more effects than announced.");
        _bytes.Bytes(target);
        _bytes.Byte((byte)kind);
        _bytes.Bytes(body);
    }

    /// <summary>The finished entry, valid until the next <see cref="Begin"/>.</summary>
    public ReadOnlySpan<byte> End()
    {
        if (_factsLeft != 0 || _effectsLeft != 0) throw new InvalidOperationException("Fewer facts or effects than announced.");
        _bytes.PatchUInt32(1, (uint)_bytes.Length);
        return _bytes.Written;
    }
}
