using System.Runtime.Serialization;

namespace Orleans.Runtime;

/// <summary>The name of a grain class: the first part of the ids of its grains.</summary>
[Serializable, GenerateSerializer, Immutable]
public readonly struct GrainType : IEquatable<GrainType>, IComparable<GrainType>, ISerializable, ISpanFormattable
{
    [Id(0)]
    private readonly IdSpan _value;

    /// <summary>Makes one from the part of an id.</summary>
    public GrainType(IdSpan id) => _value = id;

    private GrainType(SerializationInfo info, StreamingContext context) => _value = IdSpan.Create(info.GetString("t") ?? "");

    /// <summary>The part of the id.</summary>
    public IdSpan Value => _value;

    /// <summary>Whether this is no type at all.</summary>
    public bool IsDefault => _value.IsDefault;

    /// <summary>Makes one from text; <see cref="ArgumentException"/> when it is empty.</summary>
    public static GrainType Create(string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value);
        return new GrainType(IdSpan.Create(value));
    }

    /// <summary>Whether both are the same type.</summary>
    public static bool operator ==(GrainType left, GrainType right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(GrainType left, GrainType right) => !left.Equals(right);

    /// <summary>The UTF-8 bytes, made anew by each call.</summary>
    public ReadOnlySpan<byte> AsSpan() => _value.AsSpan();

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is GrainType other && Equals(other);

    /// <inheritdoc/>
    public bool Equals(GrainType obj) => _value.Equals(obj._value);

    /// <inheritdoc/>
    public override int GetHashCode() => _value.GetHashCode();

    /// <summary>Orders by the UTF-8 bytes.</summary>
    public int CompareTo(GrainType other) => _value.CompareTo(other._value);

    /// <inheritdoc/>
    public void GetObjectData(SerializationInfo info, StreamingContext context)
    {
        ArgumentNullException.ThrowIfNull(info);
        info.AddValue("t", _value.Text);
    }

    /// <summary>The name.</summary>
    public override string ToString() => _value.Text;

    string IFormattable.ToString(string? format, IFormatProvider? formatProvider) => ToString();

    bool ISpanFormattable.TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        ((ISpanFormattable)_value).TryFormat(destination, out charsWritten, format, provider);
}
