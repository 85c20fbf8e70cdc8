using System.Collections.Concurrent;
using CustomerGrains.V1;
using Grpc.Core;

namespace CustomerGrains.Client.Tests;

/// <summary>What becomes of queries and registrations: each call is noted, and fails as its number says.</summary>
internal sealed class FakeDirectory
{
    /// <summary>How the n-th call (from 1) ends; OK for an answer.</summary>
    public Func<int, StatusCode> Script { get; init; } = static _ => StatusCode.OK;

    /// <summary>The deadlines of the calls so far.</summary>
    public ConcurrentQueue<DateTime> Calls { get; } = [];

    public T Answer<T>(T answer, ServerCallContext context)
    {
        Calls.Enqueue(context.Deadline);
        var code = Script(Calls.Count);
        return code == StatusCode.OK ? answer : throw new RpcException(new Status(code, $"call {Calls.Count}"));
    }
}
