using System.IO.Hashing;
using System.Text;

namespace CustomerGrains.Domain.Entities;

/// <summary>The name of one event-sourced entity, <c>kind/id</c>: at most 200 bytes of UTF-8. The kind is one of
/// the kinds the domain defines; the id is whatever the operator calls it.</summary>
public readonly record struct EntityKey
{
    /// <summary>Longest key in bytes of UTF-8: keeps every entry's header small and bounded.</summary>
    public const int MaxBytes = 200;

    private readonly string? _value;

    private EntityKey(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException("The key is empty.");

    public string Kind => Value[..Value.IndexOf('/', StringComparison.Ordinal)];

    public string Id => Value[(Value.IndexOf('/', StringComparison.Ordinal) + 1)..];

    /// <exception cref="ArgumentException">The id is empty or makes the key longer than <see cref="MaxBytes"/>.</exception>
    public static EntityKey Of(string kind, string id)
    {
        ArgumentException.ThrowIfNullOrEmpty(kind);
        ArgumentException.ThrowIfNullOrEmpty(id);
        return Parse(kind + "/" + id);
    }

    /// <exception cref="ArgumentException">Not <c>kind/id</c>, or too long.</exception>
    public static EntityKey Parse(string value)
    {
        var slash = value.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0 || slash == value.Length - 1) throw new ArgumentException($"'{value}' is not an entity key of the form kind/id.", nameof(value));
        if (System.Text.Encoding.UTF8.GetByteCount(value) > MaxBytes) throw new ArgumentException($"An entity key has at most {MaxBytes} bytes of UTF-8.", nameof(value));
        return new EntityKey(value);
    }

    public byte[] ToUtf8() => System.Text.Encoding.UTF8.GetBytes(Value);

    /// <summary>xxHash64, seed 0, of the key's UTF-8: stored in rows and directories, so it never changes.</summary>
    public static ulong Hash(ReadOnlySpan<byte> utf8) => XxHash64.HashToUInt64(utf8);

    public override string ToString() => _value ?? "";
}
