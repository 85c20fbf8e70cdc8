using System.IO.Hashing;
using CustomerGrains.Domain.Encoding;

namespace CustomerGrains.Domain.Parties;

/// <summary>What a source system says of a field, as canonical bytes: two values are the same when their bytes are, and their order is that of
/// their bytes. None (no bytes) = it has no value there any more. Texts are UTF-8 as they are; flags, choices, numbers, money and times a
/// signed varint; several texts a varint count and each with its length in front.</summary>
public readonly struct PartyValue : IEquatable<PartyValue>, IComparable<PartyValue>
{
    private readonly byte[]? _bytes;

    private PartyValue(byte[] bytes) => _bytes = bytes;

    /// <summary>Taken back.</summary>
    public static PartyValue None => default;

    public bool IsNone => Bytes.Length == 0;

    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Of a text or a reference.</summary>
    public string Text => System.Text.Encoding.UTF8.GetString(Bytes);

    /// <summary>Of a number, money, a time, a choice.</summary>
    /// <exception cref="CorruptDataException">It is none of these.</exception>
    public long Number
    {
        get
        {
            var reader = new ByteReader(Bytes);
            var number = reader.SignedVarint();
            reader.End();
            return number;
        }
    }

    public bool Flag => Number != 0;

    /// <summary>Of several texts.</summary>
    /// <exception cref="CorruptDataException">It is something else.</exception>
    public IReadOnlyList<string> Texts
    {
        get
        {
            var reader = new ByteReader(Bytes);
            var texts = new string[reader.Count(bytesEach: 1)];
            for (var i = 0; i < texts.Length; i++) texts[i] = reader.Text();
            reader.End();
            return texts;
        }
    }

    public static PartyValue Of(string text) => new(System.Text.Encoding.UTF8.GetBytes(text));

    public static PartyValue Of(long number)
    {
        var writer = new ByteWriter(10);
        writer.SignedVarint(number);
        return new PartyValue(writer.ToArray());
    }

    public static PartyValue Of(bool flag) => Of(flag ? 1 : 0);

    public static PartyValue Of(IReadOnlyCollection<string> texts)
    {
        var writer = new ByteWriter();
        writer.Count(texts.Count);
        foreach (var text in texts) writer.Text(text);
        return new PartyValue(writer.ToArray());
    }

    public static bool operator ==(PartyValue left, PartyValue right) => left.Equals(right);

    public static bool operator !=(PartyValue left, PartyValue right) => !left.Equals(right);

    public static bool operator <(PartyValue left, PartyValue right) => left.CompareTo(right) < 0;

    public static bool operator >(PartyValue left, PartyValue right) => left.CompareTo(right) > 0;

    public static bool operator <=(PartyValue left, PartyValue right) => left.CompareTo(right) <= 0;

    public static bool operator >=(PartyValue left, PartyValue right) => left.CompareTo(right) >= 0;

    public int CompareTo(PartyValue other) => Bytes.SequenceCompareTo(other.Bytes);

    public bool Equals(PartyValue other) => Bytes.SequenceEqual(other.Bytes);

    public override bool Equals(object? obj) => obj is PartyValue other && Equals(other);

    public override int GetHashCode() => (int)XxHash3.HashToUInt64(Bytes);

    internal static PartyValue Read(ref ByteReader reader, PartyFieldRule rule)
    {
        var value = new PartyValue(reader.Bytes().ToArray());
        rule.EnsureReadable(value);
        return value;
    }
}
