using CustomerGrains.Domain.Documents;
using CustomerGrains.Grains.Versions;
using CustomerGrains.Server.Calls;
using CustomerGrains.V1;
using Grpc.Core;

namespace CustomerGrains.Server.Policies;

/// <summary>The Models service of protos/customergrains/v1/models.proto.</summary>
public sealed class ModelsService : V1.Models.ModelsBase
{
    private readonly VersionedDocuments _documents;

    public ModelsService(VersionedDocuments documents) => _documents = documents;

    public override async Task<V1.Model> GetModel(GetModelRequest request, ServerCallContext context) =>
        ToMessage(await _documents.GetAsync(DocumentKinds.ChurnFormula, request.HasVersion ? request.Version : null, context.CancellationToken));

    public override async Task<ListModelsResponse> ListModels(ListModelsRequest request, ServerCallContext context)
    {
        var (page, token) = await _documents.ListAsync(DocumentKinds.ChurnFormula, request.PageSize, request.PageToken, context.CancellationToken);
        return new ListModelsResponse { Models = { page.Entries.Select(e => VersionMessages.ToModel(e, page.Active, null)) }, NextPageToken = token };
    }

    public override Task<ValidateModelResponse> ValidateModel(ValidateModelRequest request, ServerCallContext context)
    {
        var check = DocumentKinds.ChurnFormula.Check(request.Document);
        return Task.FromResult(new ValidateModelResponse
        {
            Problems = { VersionMessages.ToMessages(check.Problems) },
            Document = check.Text is null ? "" : DocumentKinds.ChurnFormula.Indent(check.Text),
        });
    }

    public override async Task<DiffModelsResponse> DiffModels(DiffModelsRequest request, ServerCallContext context) =>
        new() { Changes = { VersionMessages.ToMessages(await _documents.DiffAsync(DocumentKinds.ChurnFormula, request.Before, request.After, context.CancellationToken)) } };

    public override async Task<V1.Model> CreateModel(CreateModelRequest request, ServerCallContext context) =>
        ToMessage(await _documents.CreateAsync(DocumentKinds.ChurnFormula, request.Document, request.RequestId, context));

    public override async Task<V1.Model> ActivateModel(ActivateModelRequest request, ServerCallContext context)
    {
        if (!request.HasVersion) throw Errors.InvalidArgument("version", "is missing; give the version to put in force, 0 = the built-in one.");
        return ToMessage(await _documents.ActivateAsync(DocumentKinds.ChurnFormula, request.Version, request.HasExpectedActiveVersion ? request.ExpectedActiveVersion : null, request.RequestId, context));
    }

    private static V1.Model ToMessage(VersionReading reading) => VersionMessages.ToModel(reading.Entry, reading.Active, reading.Text);
}
