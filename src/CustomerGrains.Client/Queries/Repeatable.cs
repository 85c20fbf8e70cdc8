using CustomerGrains.V1;
using Grpc.Core;

namespace CustomerGrains.Client;

/// <summary>Which calls may be made again without knowing what became of the first.</summary>
internal static class Repeatable
{
    /// <summary>The standard names of methods that change nothing (AIP-131, 132, 136, 231), and those of
    /// documents that are only looked at.</summary>
    private static readonly string[] QueryVerbs = ["Get", "Find", "List", "Search", "BatchGet", "Validate", "Diff"];

    /// <summary>It changes nothing.</summary>
    public static bool IsQuery(IMethod method) =>
        Array.Exists(QueryVerbs, verb => method.Name.StartsWith(verb, StringComparison.Ordinal) && method.Name.Length > verb.Length && char.IsUpper(method.Name[verb.Length]));

    /// <summary>It makes a change that the server recognises when it comes again.</summary>
    public static bool IsRecognised(object request) => request switch
    {
        RegisterSubscriberRequest register => register.RequestId.Length > 0,
        BatchRegisterSubscribersRequest batch => batch.Requests.All(static register => register.RequestId.Length > 0),
        AssignNumberRequest assign => assign.RequestId.Length > 0,
        DescribePartyRequest describe => describe.RequestId.Length > 0,
        BatchDescribePartiesRequest batch => batch.Requests.All(static describe => describe.RequestId.Length > 0),
        MergePartiesRequest merge => merge.RequestId.Length > 0,
        CreatePolicyRequest create => create.RequestId.Length > 0,
        ActivatePolicyRequest activate => activate.RequestId.Length > 0,
        CreateModelRequest create => create.RequestId.Length > 0,
        ActivateModelRequest activate => activate.RequestId.Length > 0,
        RecordFactsRequest record => record.RequestId.Length > 0,
        _ => false,
    };
}
