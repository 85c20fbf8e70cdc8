using CustomerGrains.Client;
using CustomerGrains.V1;
using Grpc.Core;

namespace CustomerGrains.Cli.Documents;

/// <summary>The Models service.</summary>
internal sealed class ModelClient(CustomerGrainsClient client) : IDocumentClient
{
    public async Task<DocumentView> GetAsync(uint? version, CancellationToken cancellationToken)
    {
        var request = new GetModelRequest();
        if (version is { } number) request.Version = number;
        return DocumentView.Of(await client.Models.GetModelAsync(request, cancellationToken: cancellationToken));
    }

    public async Task<IReadOnlyList<DocumentView>> ListAsync(CancellationToken cancellationToken)
    {
        var all = new List<DocumentView>();
        var request = new ListModelsRequest { PageSize = 1_000 };
        do
        {
            var page = await client.Models.ListModelsAsync(request, cancellationToken: cancellationToken);
            all.AddRange(page.Models.Select(DocumentView.Of));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return all;
    }

    public async Task<IReadOnlyList<DocumentProblem>> ValidateAsync(string document, CancellationToken cancellationToken) =>
        (await client.Models.ValidateModelAsync(new ValidateModelRequest { Document = document }, cancellationToken: cancellationToken)).Problems;

    public async Task<IReadOnlyList<DocumentChange>> DiffAsync(DocumentRef before, DocumentRef after, CancellationToken cancellationToken) =>
        (await client.Models.DiffModelsAsync(new DiffModelsRequest { Before = before, After = after }, cancellationToken: cancellationToken)).Changes;

    public async Task<DocumentView> CreateAsync(string document, string requestId, Metadata headers, CancellationToken cancellationToken) =>
        DocumentView.Of(await client.Models.CreateModelAsync(new CreateModelRequest { Document = document, RequestId = requestId }, headers, cancellationToken: cancellationToken));

    public async Task<DocumentView> ActivateAsync(uint version, uint? expected, string requestId, Metadata headers, CancellationToken cancellationToken)
    {
        var request = new ActivateModelRequest { Version = version, RequestId = requestId };
        if (expected is { } number) request.ExpectedActiveVersion = number;
        return DocumentView.Of(await client.Models.ActivateModelAsync(request, headers, cancellationToken: cancellationToken));
    }
}
