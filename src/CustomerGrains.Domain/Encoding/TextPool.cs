using System.Collections.Concurrent;

namespace CustomerGrains.Domain.Encoding;

/// <summary>Keeps texts that few distinct values share over many entities (plans, brands, regions) once. Bounded: what comes
/// after the pool is full is simply not shared.</summary>
public static class TextPool
{
    private const int Capacity = 4096;
    private static readonly ConcurrentDictionary<string, string> Texts = new(StringComparer.Ordinal);

    public static string Get(string text)
    {
        if (Texts.TryGetValue(text, out var known)) return known;
        return Texts.Count < Capacity ? Texts.GetOrAdd(text, text) : text;
    }
}
