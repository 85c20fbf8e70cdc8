using CustomerGrains.Client;
using CustomerGrains.V1;
using Grpc.Core;

namespace CustomerGrains.Cli.Documents;

/// <summary>The Policies service.</summary>
internal sealed class PolicyClient(CustomerGrainsClient client) : IDocumentClient
{
    public async Task<DocumentView> GetAsync(uint? version, CancellationToken cancellationToken)
    {
        var request = new GetPolicyRequest();
        if (version is { } number) request.Version = number;
        return DocumentView.Of(await client.Policies.GetPolicyAsync(request, cancellationToken: cancellationToken));
    }

    public async Task<IReadOnlyList<DocumentView>> ListAsync(CancellationToken cancellationToken)
    {
        var all = new List<DocumentView>();
        var request = new ListPoliciesRequest { PageSize = 1_000 };
        do
        {
            var page = await client.Policies.ListPoliciesAsync(request, cancellationToken: cancellationToken);
            all.AddRange(page.Policies.Select(DocumentView.Of));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return all;
    }

    public async Task<IReadOnlyList<DocumentProblem>> ValidateAsync(string document, CancellationToken cancellationToken) =>
        (await client.Policies.ValidatePolicyAsync(new ValidatePolicyRequest { Document = document }, cancellationToken: cancellationToken)).Problems;

    public async Task<IReadOnlyList<DocumentChange>> DiffAsync(DocumentRef before, DocumentRef after, CancellationToken cancellationToken) =>
        (await client.Policies.DiffPoliciesAsync(new DiffPoliciesRequest { Before = before, After = after }, cancellationToken: cancellationToken)).Changes;

    public async Task<DocumentView> CreateAsync(string document, string requestId, Metadata headers, CancellationToken cancellationToken) =>
        DocumentView.Of(await client.Policies.CreatePolicyAsync(new CreatePolicyRequest { Document = document, RequestId = requestId }, headers, cancellationToken: cancellationToken));

    public async Task<DocumentView> ActivateAsync(uint version, uint? expected, string requestId, Metadata headers, CancellationToken cancellationToken)
    {
        var request = new ActivatePolicyRequest { Version = version, RequestId = requestId };
        if (expected is { } number) request.ExpectedActiveVersion = number;
        return DocumentView.Of(await client.Policies.ActivatePolicyAsync(request, headers, cancellationToken: cancellationToken));
    }
}
