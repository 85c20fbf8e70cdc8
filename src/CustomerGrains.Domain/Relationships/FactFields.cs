using System.Runtime.CompilerServices;
using CustomerGrains.Domain.Encoding;

namespace CustomerGrains.Domain.Relationships;

/// <summary>Fields of facts as bytes, besides those that <see cref="ByteReader"/> knows.</summary>
internal static class FactFields
{
    internal static void Bool(this ByteWriter writer, bool value) => writer.Byte(value ? (byte)1 : (byte)0);

    internal static bool Bool(this ref ByteReader reader) => reader.Byte() switch
    {
        0 => false,
        1 => true,
        var other => throw new CorruptDataException($"A yes or no is {other}."),
    };

    /// <summary>A value of the enumeration, not its 0.</summary>
    internal static T Enum<T>(this ref ByteReader reader) where T : struct, Enum =>
        reader.OptionalEnum<T>() is var value && !EqualityComparer<T>.Default.Equals(value, default) ? value : throw new CorruptDataException($"A {typeof(T).Name} is missing.");

    internal static T OptionalEnum<T>(this ref ByteReader reader) where T : struct, Enum
    {
        var value = Unsafe.BitCast<byte, T>(reader.Byte());
        return System.Enum.IsDefined(value) ? value : throw new CorruptDataException($"There is no {typeof(T).Name} {value}.");
    }
}
