using System.Collections.Concurrent;

namespace Orleans.Embedded.Tests.Grains;

/// <summary>What happened to a grain, by its key: outlives its activations.</summary>
public static class Journal
{
    private static readonly ConcurrentDictionary<string, ConcurrentQueue<string>> All = new();

    public static void Write(string key, string what) => All.GetOrAdd(key, static _ => new()).Enqueue(what);

    public static string[] Of(string key) => All.TryGetValue(key, out var lines) ? [.. lines] : [];
}
