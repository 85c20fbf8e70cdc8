using System.Globalization;
using System.Text.RegularExpressions;
using CustomerGrains.Cli.Connecting;
using CustomerGrains.Client;
using CustomerGrains.V1;
using Grpc.Core;

namespace CustomerGrains.Cli.Import;

/// <summary>Records business facts. A call with a fact that is wrong records none: what the server names is left out, the rest sent again.</summary>
internal sealed partial class FactSender(CustomerGrainsClient client) : IItemSender<FactInput>
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<ItemResult>> SendAsync(IReadOnlyList<FactInput> items, bool isFirst, CancellationToken cancellationToken)
    {
        var results = new ItemResult[items.Count];
        var left = Enumerable.Range(0, items.Count).ToList();
        while (left.Count > 0)
        {
            // By the request's id a repetition is answered as the first time, by the facts' ids another run finds them known.
            var call = new RecordFactsRequest { Facts = { left.Select(i => items[i]) }, RequestId = Guid.NewGuid().ToString("N") };
            try
            {
                var answer = await Persistence.CallAsync(() => client.Facts.RecordFactsAsync(call, cancellationToken: cancellationToken), isFirst, cancellationToken);
                if (answer.Results.Count != left.Count) return [];
                for (var i = 0; i < left.Count; i++) results[left[i]] = Result(answer.Results[i]);
                break;
            }
            catch (RpcException exception) when (exception.StatusCode == StatusCode.InvalidArgument && Place(exception, left.Count) is { } place)
            {
                results[left[place]] = new ItemResult(StatusCode.InvalidArgument, exception.Status.Detail);
                left.RemoveAt(place);
            }
        }

        return results;
    }

    private static ItemResult Result(FactResult result) => result.Outcome switch
    {
        Outcome.Conflict => new ItemResult(StatusCode.AlreadyExists, "the same id was recorded with other content; give it another id."),
        Outcome.Rejected => new ItemResult(StatusCode.FailedPrecondition, $"{result.Reason}; protos/README.md says what to do."),
        var outcome => new ItemResult(StatusCode.OK, IsKnown: outcome == Outcome.Duplicate),
    };

    /// <summary>Which of the facts the server names, by the path that its message begins with.</summary>
    private static int? Place(RpcException exception, int count) =>
        NamedFact().Match(exception.Status.Detail) is { Success: true } match && int.TryParse(match.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var place) && place < count ? place : null;

    [GeneratedRegex(@"^facts\[(\d+)\]\.")]
    private static partial Regex NamedFact();
}
