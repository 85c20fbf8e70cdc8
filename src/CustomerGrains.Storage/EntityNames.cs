using System.Text;
using CustomerGrains.Domain.Entities;

namespace CustomerGrains.Storage;

/// <summary>Names of entities for logs and messages: the kind, and the hash of the key in place of an id that may be a phone number.</summary>
internal static class EntityNames
{
    public static string ForLog(ReadOnlySpan<byte> key)
    {
        var slash = key.IndexOf((byte)'/');
        return $"{Encoding.UTF8.GetString(slash < 0 ? default : key[..slash])}#{EntityKey.Hash(key):x16}";
    }
}
