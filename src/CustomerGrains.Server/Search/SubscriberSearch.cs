using CustomerGrains.Server.Calls;
using CustomerGrains.Server.Search.Filtering;
using CustomerGrains.Server.Subscribers;
using CustomerGrains.Storage.ReadModel;
using CustomerGrains.V1;

namespace CustomerGrains.Server.Search;

/// <summary>SearchSubscribers: pages over the rows of the read model.</summary>
public sealed class SubscriberSearch
{
    private const int MaxPage = 1_000;
    private const int DefaultPage = 50;

    private readonly IReadModel _model;
    private readonly ReadModelWriter _writer;

    public SubscriberSearch(IReadModel model, ReadModelWriter writer) => (_model, _writer) = (model, writer);

    internal async Task<SearchSubscribersResponse> SearchAsync(SearchSubscribersRequest request, CancellationToken cancellationToken)
    {
        if (request.PageSize is < 0 or > MaxPage) throw Errors.InvalidArgument("page_size", $"is {request.PageSize}; give 0 to {MaxPage}.");
        var condition = Parse("filter", () => FilterParser.Parse(request.Filter));
        var order = Parse("order_by", () => OrderParser.Parse(request.OrderBy));
        var wanted = SummaryMessages.Wanted(request.ReadMask);
        var after = PageTokens.Read(request.PageToken, request.Filter, request.OrderBy, order);
        // Before the rows are read: they have at least what this says.
        var asOf = _writer.AsOf;
        var page = await _model.SearchAsync(new RowQuery(condition, order, request.PageSize == 0 ? DefaultPage : request.PageSize, after), cancellationToken);
        var response = new SearchSubscribersResponse { AsOf = SubscriberFacts.ToTime(asOf) };
        foreach (var row in page.Rows) response.Subscribers.Add(SummaryMessages.ToMessage(row, wanted));
        if (page.Next is { } next) response.NextPageToken = PageTokens.Write(next, request.Filter, request.OrderBy);
        if (request.CountTotal) response.TotalSize = await _model.CountAsync(condition, cancellationToken);
        return response;
    }

    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT with what the parser says.</exception>
    internal static T Parse<T>(string field, Func<T> parse)
    {
        try
        {
            return parse();
        }
        catch (FilterException e)
        {
            throw Errors.InvalidArgument(field, e.Message);
        }
    }
}
