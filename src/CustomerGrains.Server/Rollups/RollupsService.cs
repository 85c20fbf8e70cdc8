using CustomerGrains.Domain.Rollups;
using CustomerGrains.Server.Calls;
using CustomerGrains.V1;
using Grpc.Core;

namespace CustomerGrains.Server.Rollups;

/// <summary>The Rollups service of protos/customergrains/v1/rollups.proto.</summary>
public sealed class RollupsService : V1.Rollups.RollupsBase
{
    private readonly RollupReader _reader;

    public RollupsService(RollupReader reader) => _reader = reader;

    public override Task<Rollup> GetRollup(GetRollupRequest request, ServerCallContext context) =>
        _reader.GetAsync(Target((int)request.TargetCase, request.CustomerId, request.AccountId, request.GroupId), context.CancellationToken);

    public override Task<ListRollupMembersResponse> ListRollupMembers(ListRollupMembersRequest request, ServerCallContext context) =>
        _reader.ListAsync(Target((int)request.TargetCase, request.CustomerId, request.AccountId, request.GroupId), request, context.CancellationToken);

    /// <param name="field">Number of the field that is set, as in both requests; 0 = none.</param>
    private static RollupTarget Target(int field, string customer, string account, string group)
    {
        var (name, target) = field switch
        {
            1 => ("customer_id", new RollupTarget(RollupKind.Customer, customer)),
            2 => ("account_id", new RollupTarget(RollupKind.Account, account)),
            3 => ("group_id", new RollupTarget(RollupKind.Group, group)),
            _ => throw Errors.InvalidArgument("target", "is missing; give customer_id, account_id or group_id."),
        };
        Arguments.CheckText(name, target.Id, Arguments.MaxIdBytes, required: true);
        return target;
    }
}
