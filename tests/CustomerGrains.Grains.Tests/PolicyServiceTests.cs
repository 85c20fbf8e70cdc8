using CustomerGrains.Domain.Documents;
using CustomerGrains.Grains.Versions;
using CustomerGrains.V1;
using Google.Rpc;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Status = Google.Rpc.Status;

namespace CustomerGrains.Grains.Tests;

/// <summary>Policies and models through the wire: kept, put in force, taken back, and what the process goes by meanwhile.</summary>
public sealed class PolicyServiceTests : IAsyncLifetime
{
    private TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    private IRuleBookSource Rules => _server.Services.GetRequiredService<IRuleBookSource>();

    [Fact]
    public async Task Before_anything_is_put_the_built_in_policy_is_in_force()
    {
        var policy = await _server.Policies.GetPolicyAsync(new GetPolicyRequest());

        Assert.Equal((0u, true), (policy.Version, policy.Active));
        Assert.Equal(DocumentKinds.Policy.BuiltInText, DocumentKinds.Policy.Check(policy.Document).Text);
        Assert.Null(policy.CreateTime);
        Assert.Same(Domain.Policies.Policy.Default, Rules.Current.Policy.Policy);
        policy.Document = "";
        Assert.Equal(policy, Assert.Single((await _server.Policies.ListPoliciesAsync(new ListPoliciesRequest())).Policies));
    }

    [Fact]
    public async Task A_version_is_kept_exactly_and_goes_by_nothing_until_it_is_activated()
    {
        var headers = new Metadata { { "cg-actor", "planning" }, { "cg-reason", "dear country" } };
        var created = await _server.Policies.CreatePolicyAsync(new CreatePolicyRequest { Document = """{ /* ours */ "description": "dear", "value": { "highFromMicros": 120000000, } }""" }, headers);

        Assert.Equal((1u, false, "dear", "planning", "dear country"), (created.Version, created.Active, created.Description, created.Actor, created.Reason));
        Assert.Contains("\"ordinaryFromMicros\": 30000000", created.Document, StringComparison.Ordinal);
        Assert.Equal(0u, Rules.Current.Policy.Version);
        var changes = (await _server.Policies.DiffPoliciesAsync(new DiffPoliciesRequest { After = new DocumentRef { Version = 1 } })).Changes;
        Assert.Equal([("description", "\"\"", "\"dear\""), ("value.highFromMicros", "100000000", "120000000")], changes.Select(c => (c.Path, c.Before, c.After)));

        // What was printed, put again, is the same document.
        var again = await _server.Policies.CreatePolicyAsync(new CreatePolicyRequest { Document = created.Document });
        Assert.Equal((2u, created.Document), (again.Version, again.Document));
        Assert.Empty((await _server.Policies.DiffPoliciesAsync(new DiffPoliciesRequest { Before = new DocumentRef { Version = 1 }, After = new DocumentRef { Document = again.Document } })).Changes);
    }

    [Fact]
    public async Task Activations_are_seen_at_once_remembered_and_survive_a_restart()
    {
        for (var i = 1; i <= 2; i++) await _server.Policies.CreatePolicyAsync(new CreatePolicyRequest { Document = High(i) });

        await ActivateAsync(2, reason: "first");
        Assert.Equal((2u, 202_000_000), (Rules.Current.Policy.Version, Rules.Current.Policy.Policy.Value.HighFromMicros));
        await ActivateAsync(1, expected: 2, reason: "back");
        Assert.Equal((1u, 201_000_000), (Rules.Current.Policy.Version, Rules.Current.Policy.Policy.Value.HighFromMicros));
        await ActivateAsync(2, reason: "again");

        var second = await _server.Policies.GetPolicyAsync(new GetPolicyRequest { Version = 2 });
        Assert.Equal([("again", 1u), ("first", 0u)], second.Activations.Select(a => (a.Reason, a.PreviousVersion)));
        await _server.RestartAsync();
        Assert.Equal((2u, 202_000_000), (Rules.Current.Policy.Version, Rules.Current.Policy.Policy.Value.HighFromMicros));
        Assert.Equal(second, await _server.Policies.GetPolicyAsync(new GetPolicyRequest()));

        // And back to what is built in.
        await ActivateAsync(0);
        Assert.Same(Domain.Policies.Policy.Default, Rules.Current.Policy.Policy);
    }

    [Fact]
    public async Task A_request_sent_again_is_answered_as_the_first_time()
    {
        var create = new CreatePolicyRequest { Document = High(1), RequestId = "one" };
        var first = await _server.Policies.CreatePolicyAsync(create);
        Assert.Equal(first, await _server.Policies.CreatePolicyAsync(create));
        var activate = new ActivatePolicyRequest { Version = 1, ExpectedActiveVersion = 0, RequestId = "one" };
        await _server.Policies.ActivatePolicyAsync(activate);
        await _server.Policies.ActivatePolicyAsync(activate);

        Assert.Single((await _server.Policies.GetPolicyAsync(new GetPolicyRequest())).Activations);
        Assert.Equal(2, (await _server.Policies.ListPoliciesAsync(new ListPoliciesRequest())).Policies.Count);
    }

    [Fact]
    public async Task Everything_wrong_with_a_document_is_named_and_nothing_is_kept()
    {
        const string wrong = """{ "value": { "monthsAveraged": 0 }, "credit": { "redFrom": 10 } }""";
        var problems = (await _server.Policies.ValidatePolicyAsync(new ValidatePolicyRequest { Document = wrong })).Problems;
        Assert.Equal(["value.monthsAveraged", "credit.redFrom"], problems.Select(p => p.Path));

        var error = await Assert.ThrowsAsync<RpcException>(async () => await _server.Policies.CreatePolicyAsync(new CreatePolicyRequest { Document = wrong }));

        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        var violations = Detail<BadRequest>(error).FieldViolations;
        Assert.Equal(["document.value.monthsAveraged", "document.credit.redFrom"], violations.Select(v => v.Field));
        Assert.Contains("1 to 12", violations[0].Description, StringComparison.Ordinal);
        Assert.Contains("2 problems", error.Status.Detail, StringComparison.Ordinal);
        Assert.Single((await _server.Policies.ListPoliciesAsync(new ListPoliciesRequest())).Policies);
        Assert.Empty((await _server.Policies.ValidatePolicyAsync(new ValidatePolicyRequest { Document = "{}" })).Problems);
    }

    [Fact]
    public async Task A_document_with_nothing_but_problems_fits_into_an_error()
    {
        var members = string.Join(",", Enumerable.Range(0, 500).Select(i => $"\"{new string('x', 200)}{i}\": 1"));

        var error = await Assert.ThrowsAsync<RpcException>(async () => await _server.Policies.CreatePolicyAsync(new CreatePolicyRequest { Document = $"{{ {members} }}" }));

        Assert.Equal((StatusCode.InvalidArgument, 10), (error.StatusCode, Detail<BadRequest>(error).FieldViolations.Count));
    }

    [Fact]
    public async Task What_does_not_go_is_refused_with_its_reason()
    {
        await _server.Policies.CreatePolicyAsync(new CreatePolicyRequest { Document = High(1) });
        Assert.Equal((StatusCode.NotFound, "VERSION_NOT_FOUND"), await RefusedAsync(() => _server.Policies.GetPolicyAsync(new GetPolicyRequest { Version = 2 })));
        Assert.Equal((StatusCode.NotFound, "VERSION_NOT_FOUND"), await RefusedAsync(() => _server.Policies.ActivatePolicyAsync(new ActivatePolicyRequest { Version = 2 })));
        Assert.Equal((StatusCode.FailedPrecondition, "OTHER_VERSION_ACTIVE"), await RefusedAsync(() => _server.Policies.ActivatePolicyAsync(new ActivatePolicyRequest { Version = 1, ExpectedActiveVersion = 1 })));
        Assert.Equal((StatusCode.InvalidArgument, "INVALID_FIELD"), await RefusedAsync(() => _server.Policies.ActivatePolicyAsync(new ActivatePolicyRequest())));
        Assert.Equal((StatusCode.InvalidArgument, "INVALID_FIELD"), await RefusedAsync(() => _server.Policies.CreatePolicyAsync(new CreatePolicyRequest())));
        Assert.Equal((StatusCode.InvalidArgument, "INVALID_FIELD"), await RefusedAsync(() => _server.Policies.CreatePolicyAsync(new CreatePolicyRequest { Document = "{}", RequestId = new string('x', 65) })));
        Assert.Equal((StatusCode.InvalidArgument, "INVALID_FIELD"), await RefusedAsync(() => _server.Policies.ListPoliciesAsync(new ListPoliciesRequest { PageSize = 1_001 })));
        Assert.Equal((StatusCode.InvalidArgument, "INVALID_FIELD"), await RefusedAsync(() => _server.Policies.ListPoliciesAsync(new ListPoliciesRequest { PageToken = "x" })));
        Assert.Equal((StatusCode.NotFound, "VERSION_NOT_FOUND"), await RefusedAsync(() => _server.Policies.DiffPoliciesAsync(new DiffPoliciesRequest { After = new DocumentRef { Version = 9 } })));
        Assert.Equal(0u, Rules.Current.Policy.Version);
    }

    [Fact]
    public async Task Versions_are_listed_latest_first_in_pages()
    {
        for (var i = 1; i <= 5; i++) await _server.Policies.CreatePolicyAsync(new CreatePolicyRequest { Document = High(i) });
        var pages = new List<uint[]>();
        var request = new ListPoliciesRequest { PageSize = 2 };
        do
        {
            var page = await _server.Policies.ListPoliciesAsync(request);
            pages.Add([.. page.Policies.Select(p => p.Version)]);
            request.PageToken = page.NextPageToken;
            // What comes in meanwhile does not move later pages.
            if (pages.Count == 1) await _server.Policies.CreatePolicyAsync(new CreatePolicyRequest { Document = High(6) });
        }
        while (request.PageToken.Length > 0);

        Assert.Equal([[5u, 4u], [3u, 2u], [1u, 0u]], pages);
        var models = await Assert.ThrowsAsync<RpcException>(async () => await _server.Models.ListModelsAsync(new ListModelsRequest { PageToken = (await _server.Policies.ListPoliciesAsync(new ListPoliciesRequest { PageSize = 1 })).NextPageToken }));
        Assert.Equal(StatusCode.InvalidArgument, models.StatusCode);
    }

    [Fact]
    public async Task A_policy_that_names_a_model_goes_by_it_whichever_is_active()
    {
        Assert.Equal(0u, Rules.Current.Churn.Version);
        await _server.Policies.CreatePolicyAsync(new CreatePolicyRequest { Document = """{ "churnRisk": { "formulaVersion": 1 } }""" });
        Assert.Equal((StatusCode.FailedPrecondition, "VERSION_NOT_FOUND"), await RefusedAsync(() => _server.Policies.ActivatePolicyAsync(new ActivatePolicyRequest { Version = 1 })));

        var builtIn = await _server.Models.GetModelAsync(new GetModelRequest());
        Assert.Equal(("generator-1", true), (builtIn.ModelId, builtIn.Active));
        Assert.Contains("Nothing is fitted on customers", builtIn.Provenance, StringComparison.Ordinal);
        for (var i = 1; i <= 2; i++) await _server.Models.CreateModelAsync(new CreateModelRequest { Document = builtIn.Document.Replace("\"generator-1\"", $"\"ours-{i}\"", StringComparison.Ordinal) });
        await ActivateAsync(1);
        Assert.Equal((1u, "ours-1"), (Rules.Current.Churn.Version, Rules.Current.Churn.Scorer.Formula.Id));

        await _server.Models.ActivateModelAsync(new ActivateModelRequest { Version = 2 });
        Assert.Equal("ours-1", Rules.Current.Churn.Scorer.Formula.Id);
        await ActivateAsync(0);
        Assert.Equal("ours-2", Rules.Current.Churn.Scorer.Formula.Id);
        await _server.RestartAsync();
        Assert.Equal(("ours-2", 0u), (Rules.Current.Churn.Scorer.Formula.Id, Rules.Current.Policy.Version));
    }

    [Fact]
    public async Task Many_at_once_are_numbered_one_after_another_and_one_of_them_is_in_force_everywhere()
    {
        var created = await Task.WhenAll(Enumerable.Range(1, 16).Select(async i => (i, Policy: await _server.Policies.CreatePolicyAsync(new CreatePolicyRequest { Document = High(i), RequestId = "c" + i }))));
        Assert.Equal(Enumerable.Range(1, 16).Select(i => (uint)i), created.Select(c => c.Policy.Version).Order());
        foreach (var (i, policy) in created) Assert.Contains($"\"highFromMicros\": {High(i).Split(':')[2].Trim(' ', '}')}", policy.Document, StringComparison.Ordinal);

        await Task.WhenAll(created.Select(c => ActivateAsync(c.Policy.Version, requestId: "a" + c.i)));

        var active = await _server.Policies.GetPolicyAsync(new GetPolicyRequest());
        Assert.Equal(active.Version, Rules.Current.Policy.Version);
        var all = (await _server.Policies.ListPoliciesAsync(new ListPoliciesRequest())).Policies;
        Assert.Equal(active.Version, Assert.Single(all, p => p.Active).Version);
        // Each followed another: the chain of those before has no branches.
        Assert.Equal(16, all.SelectMany(p => p.Activations).Select(a => a.PreviousVersion).Distinct().Count());
    }

    private static string High(int i) => $"{{ \"value\": {{ \"highFromMicros\": {200 + i}000000 }} }}";

    private async Task ActivateAsync(uint version, uint? expected = null, string reason = "", string requestId = "")
    {
        var request = new ActivatePolicyRequest { Version = version, RequestId = requestId };
        if (expected is { } number) request.ExpectedActiveVersion = number;
        var policy = await _server.Policies.ActivatePolicyAsync(request, new Metadata { { "cg-reason", reason } });
        Assert.Equal(version, policy.Version);
    }

    private static async Task<(StatusCode, string)> RefusedAsync<T>(Func<AsyncUnaryCall<T>> call)
    {
        var error = await Assert.ThrowsAsync<RpcException>(async () => await call());
        return (error.StatusCode, Detail<ErrorInfo>(error).Type);
    }

    private static T Detail<T>(RpcException error) where T : class, Google.Protobuf.IMessage<T>, new() =>
        Assert.Single(Status.Parser.ParseFrom(error.Trailers.GetValueBytes("grpc-status-details-bin")).Details, d => d.Is(new T().Descriptor)).Unpack<T>();
}
