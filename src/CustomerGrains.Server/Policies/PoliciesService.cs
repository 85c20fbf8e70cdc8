using CustomerGrains.Domain.Classification;
using CustomerGrains.Domain.Documents;
using CustomerGrains.Grains.Versions;
using CustomerGrains.Server.Calls;
using CustomerGrains.V1;
using Grpc.Core;

namespace CustomerGrains.Server.Policies;

/// <summary>The Policies service of protos/customergrains/v1/policies.proto.</summary>
public sealed class PoliciesService : V1.Policies.PoliciesBase
{
    private readonly VersionedDocuments _documents;
    private readonly IRuleBookSource _rules;

    public PoliciesService(VersionedDocuments documents, IRuleBookSource rules) => (_documents, _rules) = (documents, rules);

    public override async Task<V1.Policy> GetPolicy(GetPolicyRequest request, ServerCallContext context) =>
        ToMessage(await _documents.GetAsync(DocumentKinds.Policy, request.HasVersion ? request.Version : null, context.CancellationToken));

    public override async Task<ListPoliciesResponse> ListPolicies(ListPoliciesRequest request, ServerCallContext context)
    {
        var (page, token) = await _documents.ListAsync(DocumentKinds.Policy, request.PageSize, request.PageToken, context.CancellationToken);
        return new ListPoliciesResponse { Policies = { page.Entries.Select(e => VersionMessages.ToPolicy(e, page.Active, null)) }, NextPageToken = token };
    }

    public override Task<ValidatePolicyResponse> ValidatePolicy(ValidatePolicyRequest request, ServerCallContext context)
    {
        var check = DocumentKinds.Policy.Check(request.Document);
        return Task.FromResult(new ValidatePolicyResponse
        {
            Problems = { VersionMessages.ToMessages(check.Problems) },
            Document = check.Text is null ? "" : DocumentKinds.Policy.Indent(check.Text),
        });
    }

    public override async Task<DiffPoliciesResponse> DiffPolicies(DiffPoliciesRequest request, ServerCallContext context) =>
        new() { Changes = { VersionMessages.ToMessages(await _documents.DiffAsync(DocumentKinds.Policy, request.Before, request.After, context.CancellationToken)) } };

    public override async Task<V1.Policy> CreatePolicy(CreatePolicyRequest request, ServerCallContext context) =>
        ToMessage(await _documents.CreateAsync(DocumentKinds.Policy, request.Document, request.RequestId, context));

    public override async Task<V1.Policy> ActivatePolicy(ActivatePolicyRequest request, ServerCallContext context)
    {
        if (!request.HasVersion) throw Errors.InvalidArgument("version", "is missing; give the version to put in force, 0 = the built-in one.");
        var policy = DocumentKinds.Policy.ReadKept((await _documents.GetAsync(DocumentKinds.Policy, request.Version, context.CancellationToken)).Text);
        if (policy.ChurnRisk.FormulaVersion is > 0 and var formula && await _documents.FindAsync(DocumentKinds.ChurnFormula, formula, context.CancellationToken) is null)
            throw Errors.FailedPrecondition(ErrorReasons.VersionNotFound, "churnRisk.formulaVersion", $"The policy names model {formula}, and there is none; create that model first, or name another.");
        return ToMessage(await _documents.ActivateAsync(DocumentKinds.Policy, request.Version, request.HasExpectedActiveVersion ? request.ExpectedActiveVersion : null, request.RequestId, context));
    }

    public override async Task<V1.PopulationCuts> GetPopulationCuts(GetPopulationCutsRequest request, ServerCallContext context)
    {
        var reading = await _documents.GetAsync(DocumentKinds.PopulationCuts, request.HasVersion ? request.Version : null, context.CancellationToken);
        var message = VersionMessages.ToPopulationCuts(reading.Entry, reading.Active);
        var cuts = PopulationCutsDocument.ToCuts(message.Version, DocumentKinds.PopulationCuts.ReadKept(reading.Text)) ?? Domain.Classification.PopulationCuts.Initial(_rules.Current.Policy.Policy.Rfm);
        message.Population = cuts.Population;
        message.RecencyDays.AddRange(cuts.RecencyDays);
        message.Sessions.AddRange(cuts.Sessions);
        message.ChargeMicros.AddRange(cuts.ChargeMicros);
        return message;
    }

    public override async Task<ListPopulationCutsResponse> ListPopulationCuts(ListPopulationCutsRequest request, ServerCallContext context)
    {
        var (page, token) = await _documents.ListAsync(DocumentKinds.PopulationCuts, request.PageSize, request.PageToken, context.CancellationToken);
        return new ListPopulationCutsResponse { Cuts = { page.Entries.Select(e => VersionMessages.ToPopulationCuts(e, page.Active)) }, NextPageToken = token };
    }

    private static V1.Policy ToMessage(VersionReading reading) => VersionMessages.ToPolicy(reading.Entry, reading.Active, reading.Text);
}
