using CustomerGrains.Domain.Relationships;
using CustomerGrains.Server.Calls;
using CustomerGrains.V1;
using Grpc.Core;

namespace CustomerGrains.Server.Facts;

/// <summary>The Facts service of protos/customergrains/v1/facts.proto.</summary>
public sealed class FactsService : V1.Facts.FactsBase
{
    private readonly FactRecorder _recorder;
    private readonly FactList _list;

    public FactsService(FactRecorder recorder, FactList list)
    {
        _recorder = recorder;
        _list = list;
    }

    public override async Task<RecordFactsResponse> RecordFacts(RecordFactsRequest request, ServerCallContext context)
    {
        if (request.Facts.Count is 0 or > FactBatch.MaxFacts) throw Errors.InvalidArgument("facts", $"has {request.Facts.Count} facts; send 1 to {FactBatch.MaxFacts} at once.");
        Arguments.CheckText("request_id", request.RequestId, Arguments.MaxRequestIdBytes);
        var caller = (request.RequestId, Arguments.Actor(context), Arguments.Reason(context));
        var facts = new List<(string, BusinessFact)>();
        for (var i = 0; i < request.Facts.Count; i++)
        {
            Arguments.CheckId($"facts[{i}].subscriber_id", request.Facts[i].SubscriberId);
            facts.Add((request.Facts[i].SubscriberId, FactReader.Read($"facts[{i}].fact", request.Facts[i].Fact)));
        }
        return new RecordFactsResponse { Results = { await _recorder.RecordAsync(facts, caller, context.CancellationToken) } };
    }

    public override Task<ListFactsResponse> ListFacts(ListFactsRequest request, ServerCallContext context) => _list.ReadAsync(request, context.CancellationToken);
}
