using CustomerGrains.Domain.Documents;
using CustomerGrains.Domain.Time;
using CustomerGrains.Grains.Versions;
using CustomerGrains.Server.Calls;
using CustomerGrains.V1;
using Grpc.Core;
using DocumentChange = CustomerGrains.Domain.Documents.DocumentChange;

namespace CustomerGrains.Server.Policies;

/// <summary>What callers can do with versioned documents, for every kind alike.</summary>
public sealed class VersionedDocuments
{
    private const int DefaultPageSize = 50;
    private const int MaxPageSize = 1_000;

    private readonly IGrainFactory _grains;
    private readonly GrainCalls _calls;
    private readonly RuleBookCache _ruleBooks;
    private readonly IBusinessClock _clock;
    private readonly TimeProvider _time;

    public VersionedDocuments(IGrainFactory grains, GrainCalls calls, RuleBookCache ruleBooks, IBusinessClock clock, TimeProvider time)
    {
        _grains = grains;
        _calls = calls;
        _ruleBooks = ruleBooks;
        _clock = clock;
        _time = time;
    }

    /// <param name="number">Null = the one in force.</param>
    /// <exception cref="RpcException">NOT_FOUND.</exception>
    internal async Task<VersionReading> GetAsync(DocumentKind kind, uint? number, CancellationToken cancellationToken) =>
        await FindAsync(kind, number, cancellationToken) ?? throw NotFound(kind, number!.Value);

    /// <returns>Null when there is no such version.</returns>
    internal Task<VersionReading?> FindAsync(DocumentKind kind, uint? number, CancellationToken cancellationToken) =>
        _calls.RetryAsync(() => Grain(kind).Get(number, cancellationToken), cancellationToken);

    internal async Task<(VersionPage Page, string Token)> ListAsync(DocumentKind kind, uint pageSize, string pageToken, CancellationToken cancellationToken)
    {
        if (pageSize > MaxPageSize) throw Errors.InvalidArgument("page_size", $"is {pageSize}; give at most {MaxPageSize}.");
        var before = VersionPageToken.Read(pageToken, kind);
        var page = await _calls.RetryAsync(() => Grain(kind).List(before, pageSize == 0 ? DefaultPageSize : (int)pageSize, cancellationToken), cancellationToken);
        return (page, page.HasMore ? VersionPageToken.Write(page.Entries[^1].Info.Number, kind) : "");
    }

    /// <summary>Where two documents differ; what is not named is the one in force.</summary>
    /// <exception cref="RpcException">NOT_FOUND, or INVALID_ARGUMENT with everything that is wrong with a document.</exception>
    internal async Task<IReadOnlyList<DocumentChange>> DiffAsync(DocumentKind kind, DocumentRef? before, DocumentRef? after, CancellationToken cancellationToken) =>
        DocumentDiff.Of(await TextAsync(kind, "before", before, cancellationToken), await TextAsync(kind, "after", after, cancellationToken));

    /// <exception cref="RpcException">INVALID_ARGUMENT with everything that is wrong with the document.</exception>
    internal async Task<VersionReading> CreateAsync(DocumentKind kind, string document, string requestId, ServerCallContext context)
    {
        var text = Checked(kind, "document", document);
        var command = new CreateVersion(text, RequestId(requestId), Now(), Arguments.Actor(context), Arguments.Reason(context));
        var version = await _calls.RetryAsync(() => Grain(kind).Create(command, context.CancellationToken), context.CancellationToken);
        return await GetAsync(kind, version.Number, context.CancellationToken);
    }

    /// <summary>Puts a version in force; when it returns, this process goes by it.</summary>
    /// <exception cref="RpcException">NOT_FOUND; FAILED_PRECONDITION when another version is in force than expected.</exception>
    internal async Task<VersionReading> ActivateAsync(DocumentKind kind, uint number, uint? expected, string requestId, ServerCallContext context)
    {
        var since = _clock.IsSet ? _clock.Now : 0;
        var command = new ActivateVersion(number, expected, RequestId(requestId), Now(), Arguments.Actor(context), Arguments.Reason(context), since);
        var receipt = await _calls.RetryAsync(() => Grain(kind).Activate(command, context.CancellationToken), context.CancellationToken);
        if (receipt.Status == ActivateStatus.NotFound) throw NotFound(kind, number);
        if (receipt.Status == ActivateStatus.OtherActive)
        {
            throw Errors.FailedPrecondition(
                ErrorReasons.OtherVersionActive, "expected_active_version",
                $"expected_active_version is {expected}, and version {receipt.Active} is in force; compare it with what you mean to activate, then ask again.");
        }
        await _ruleBooks.RefreshAsync(context.CancellationToken);
        return await GetAsync(kind, number, context.CancellationToken);
    }

    /// <summary>Keeps a document that the server itself has made, and puts it in force; the same request again does neither twice.</summary>
    /// <returns>Its version.</returns>
    internal async Task<uint> PutInForceAsync(DocumentKind kind, string text, string requestId, string actor, string reason, CancellationToken cancellationToken)
    {
        var create = new CreateVersion(text, requestId, Now(), actor, reason);
        var version = await _calls.RetryAsync(() => Grain(kind).Create(create, cancellationToken), cancellationToken);
        var activate = new ActivateVersion(version.Number, null, requestId, Now(), actor, reason, _clock.IsSet ? _clock.Now : 0);
        await _calls.RetryAsync(() => Grain(kind).Activate(activate, cancellationToken), cancellationToken);
        await _ruleBooks.RefreshAsync(cancellationToken);
        return version.Number;
    }

    private async Task<string> TextAsync(DocumentKind kind, string field, DocumentRef? reference, CancellationToken cancellationToken) => reference?.RefCase switch
    {
        DocumentRef.RefOneofCase.Version => (await GetAsync(kind, reference.Version, cancellationToken)).Text,
        DocumentRef.RefOneofCase.Document => Checked(kind, field + ".document", reference.Document),
        _ => (await GetAsync(kind, null, cancellationToken)).Text,
    };

    private static string Checked(DocumentKind kind, string field, string document)
    {
        if (document.Length == 0) throw Errors.InvalidArgument(field, "is missing; give the document as JSON.");
        var check = kind.Check(document);
        return check.Text ?? throw Errors.InvalidDocument(field, check.Problems);
    }

    /// <summary>Calls are repeated inside the server too, and must not do twice what was asked once.</summary>
    private static string RequestId(string requestId)
    {
        Arguments.CheckText("request_id", requestId, Arguments.MaxRequestIdBytes);
        return requestId.Length > 0 ? "r " + requestId : "s " + Guid.NewGuid();
    }

    private IVersionsGrain Grain(DocumentKind kind) => _grains.GetGrain<IVersionsGrain>(kind.Name);

    private long Now() => _time.GetUtcNow().ToUnixTimeMilliseconds();

    private static RpcException NotFound(DocumentKind kind, uint number) =>
        Errors.NotFound(ErrorReasons.VersionNotFound, $"There is no version {number} of the {kind.Name}; list them.", kind.Name, number.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
