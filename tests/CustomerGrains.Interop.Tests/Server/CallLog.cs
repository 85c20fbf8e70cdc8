using System.Collections.Concurrent;

namespace CustomerGrains.Interop.Tests.Server;

/// <summary>The named calls of the echo service, for whoever wants to know what became of them at the server.</summary>
internal sealed class CallLog
{
    private readonly ConcurrentDictionary<string, CallState> _calls = new();

    public CallState Of(string name) => _calls.GetOrAdd(name, static _ => new CallState());
}
