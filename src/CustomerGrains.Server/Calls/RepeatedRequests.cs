using CustomerGrains.Domain.Entities;
using CustomerGrains.Domain.Facts;
using CustomerGrains.Storage;
using Grpc.Core;

namespace CustomerGrains.Server.Calls;

/// <summary>A request id stands for one request. With other content it is refused: answered as the first time it would be acknowledged, and be
/// nowhere.</summary>
public sealed class RepeatedRequests
{
    private readonly IStore _store;

    public RepeatedRequests(IStore store) => _store = store;

    /// <summary>Looks at what was carried out under the request's id. Of what history keeps no longer the caller is believed.</summary>
    /// <param name="version">Of the entry that carried it out; durable.</param>
    /// <param name="body">Of the one fact that the request means.</param>
    /// <param name="about">What the request is about, as callers call it.</param>
    /// <exception cref="RpcException">INVALID_ARGUMENT: it was another request.</exception>
    internal async Task EnsureSameAsync(EntityKey key, long version, FactKind kind, ReadOnlyMemory<byte> body, string about, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var entry in _store.ReadEntriesAsync(key, version, version, cancellationToken))
                if (!IsOf(entry.Span, kind, body.Span)) throw Differs(about);
        }
        catch (HistoryExpiredException)
        {
            // It was carried out; with which content is kept no longer.
        }
    }

    /// <summary>INVALID_ARGUMENT for the field request_id.</summary>
    internal static RpcException Differs(string about) => Errors.InvalidArgument("request_id", $"was used for another request about the same {about}; every request has its own.");

    private static bool IsOf(ReadOnlySpan<byte> bytes, FactKind kind, ReadOnlySpan<byte> body)
    {
        var entry = EntryView.Read(bytes);
        if (entry.CauseKind != CauseKind.Command || entry.Facts.Count != 1) return false;
        var isSame = false;
        foreach (var fact in entry.Facts) isSame = fact.Kind == kind && fact.Body.SequenceEqual(body);
        return isSame;
    }
}
