using Orleans.Embedded;

namespace Orleans.Runtime;

/// <summary>A reference to a grain or an observer: its id, and how to call it. Two are equal when their ids are.</summary>
public class GrainReference : IAddressable, IEquatable<GrainReference>, ISpanFormattable
{
    private protected GrainReference(GrainBinding binding, string key)
    {
        Binding = binding;
        Key = key;
    }

    /// <summary>The id of the grain.</summary>
    public GrainId GrainId => new(Binding.GrainType, IdSpan.Create(Key));

    /// <summary>The name of the interface through which the grain is called.</summary>
    public virtual string InterfaceName => Binding.InterfaceName;

    internal GrainBinding Binding { get; }

    internal string Key { get; }

    /// <summary>Whether both are the same grain.</summary>
    public static bool operator ==(GrainReference? reference1, GrainReference? reference2) =>
        reference1 is null ? reference2 is null : reference1.Equals(reference2);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(GrainReference? reference1, GrainReference? reference2) => !(reference1 == reference2);

    /// <inheritdoc/>
    public bool Equals(GrainReference? other) =>
        other is not null && Binding.GrainType == other.Binding.GrainType && string.Equals(Key, other.Key, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as GrainReference);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Binding.GrainType, Key);

    /// <summary>The id and the interface.</summary>
    public sealed override string ToString() => $"{Binding.GrainType}/{Key} ({Binding.InterfaceName})";

    string IFormattable.ToString(string? format, IFormatProvider? formatProvider) => ToString();

    bool ISpanFormattable.TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        destination.TryWrite($"{ToString()}", out charsWritten);

    internal object As(Type interfaceType) => interfaceType.IsInstanceOfType(this) ? this : Binding.Rebind(interfaceType).Reference(Key);
}
