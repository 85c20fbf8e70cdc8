using CustomerGrains.V1;
using Google.Rpc;
using Grpc.Core;

namespace CustomerGrains.Server.Tests.Wire;

/// <summary>What the services themselves refuse, with what a program is told of it.</summary>
public sealed class StatusTests : IAsyncLifetime
{
    private TestServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        await _server.RegisterAsync(2);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public static TheoryData<string, string, Func<TestServer, Task>> Fields
    {
        get
        {
            var registration = TestServer.Registration(5);
            RegisterSubscriberRequest With(Action<RegisterSubscriberRequest> change)
            {
                var request = registration.Clone();
                change(request);
                return request;
            }
            return new()
            {
                { "subscriber_id", "missing", s => s.Subscribers.GetSubscriberAsync(new()).ResponseAsync },
                { "subscriber_id", "no '/'", s => s.Subscribers.GetSubscriberAsync(new() { SubscriberId = "a/b" }).ResponseAsync },
                { "subscriber_id", "shorten", s => s.Subscribers.GetSubscriberAsync(new() { SubscriberId = new string('ü', 60) }).ResponseAsync },
                { "number", "give msisdn or imsi", s => s.Subscribers.FindSubscriberAsync(new()).ResponseAsync },
                { "msisdn", "digits", s => s.Subscribers.FindSubscriberAsync(new() { Msisdn = "12a" }).ResponseAsync },
                { "imsi", "digits", s => s.Subscribers.FindSubscriberAsync(new() { Imsi = "" }).ResponseAsync },
                { "activation_time", "missing", s => s.Directory.RegisterSubscriberAsync(With(r => r.ActivationTime = null)).ResponseAsync },
                { "activation_time", "years", s => s.Directory.RegisterSubscriberAsync(With(r => r.ActivationTime.Seconds = long.MaxValue)).ResponseAsync },
                { "plan", "shorten", s => s.Directory.RegisterSubscriberAsync(With(r => r.Plan = new string('x', 101))).ResponseAsync },
                { "request_id", "shorten", s => s.Directory.RegisterSubscriberAsync(With(r => r.RequestId = new string('x', 65))).ResponseAsync },
                { "msisdns[1]", "digits", s => s.Directory.RegisterSubscriberAsync(With(r => r.Msisdns.Add("x"))).ResponseAsync },
                { "cg-actor", "shorten", s => s.Directory.RegisterSubscriberAsync(registration, new Metadata { { "cg-actor", new string('x', 101) } }).ResponseAsync },
                { "end_time", "not after", s => s.Directory.AssignNumberAsync(new() { Msisdn = "8613900000099", SubscriberId = "s0", StartTime = new() { Seconds = 5 }, EndTime = new() { Seconds = 5 } }).ResponseAsync },
                { "requests", "at most 1000", s => s.Directory.BatchRegisterSubscribersAsync(new() { Requests = { Enumerable.Repeat(registration, 1_001) } }).ResponseAsync },
                { "source", "missing", s => s.Feed.GetSourceAsync(new()).ResponseAsync },
                { "open", "first request", s => PublishAsync(s, new PublishRequest { Batch = new UsageBatch { Sequence = 1 } }) },
                { "request", "one of open, batch and close", s => PublishAsync(s, new PublishRequest()) },
                { "open.source", "no '/'", s => PublishAsync(s, Open("a/b", "f")) },
                { "open.stream", "missing", s => PublishAsync(s, Open("a", "")) },
                { "open", "only one", s => PublishAsync(s, Open("a", "f"), Open("a", "f")) },
                { "batch.sequence", "missing", s => PublishAsync(s, Open("a", "f"), new PublishRequest { Batch = new UsageBatch() }) },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public async Task A_field_that_cannot_be_is_named_with_the_remedy(string field, string remedy, Func<TestServer, Task> call)
    {
        var error = await Assert.ThrowsAsync<RpcException>(() => call(_server));
        var (code, reason, request) = Details.Of<BadRequest>(error);
        var violation = Assert.Single(request.FieldViolations);
        Assert.Equal((StatusCode.InvalidArgument, "INVALID_FIELD", field), (code, reason, violation.Field));
        Assert.Contains(remedy, violation.Description, StringComparison.Ordinal);
        Assert.Equal($"{field} {violation.Description}", error.Status.Detail);
    }

    [Fact]
    public async Task What_is_not_there_is_named()
    {
        await NotFoundAsync("SUBSCRIBER_NOT_FOUND", "customergrains.v1.Subscriber", "nobody", s => s.Subscribers.GetSubscriberAsync(new() { SubscriberId = "nobody" }).ResponseAsync);
        await NotFoundAsync("SUBSCRIBER_NOT_FOUND", "customergrains.v1.Subscriber", "nobody", s => s.Directory.AssignNumberAsync(new() { Msisdn = "8613900000099", SubscriberId = "nobody", StartTime = new() { Seconds = 5 } }).ResponseAsync);
        await NotFoundAsync("SOURCE_NOT_FOUND", "customergrains.v1.Source", "nobody", s => s.Feed.GetSourceAsync(new() { Source = "nobody" }).ResponseAsync);
        // A phone number is not repeated: errors are logged.
        await NotFoundAsync("NUMBER_NOT_HELD", "customergrains.v1.HeldNumber", "", s => s.Subscribers.FindSubscriberAsync(new() { Msisdn = "8613999999999" }).ResponseAsync);
    }

    [Fact]
    public async Task A_number_that_another_holds_is_a_failed_precondition()
    {
        var request = TestServer.Registration(1);
        request.Msisdns.Add(TestServer.NumberOf(0));
        var error = await Assert.ThrowsAsync<RpcException>(async () => await _server.Directory.RegisterSubscriberAsync(request));
        AssertPrecondition("NUMBER_HELD", "msisdns[1]", "AssignNumber", error);

        // In a batch it is the result of that one.
        var batch = await _server.Directory.BatchRegisterSubscribersAsync(new() { Requests = { TestServer.Registration(7), request, new RegisterSubscriberRequest() } });
        Assert.Equal([0, (int)StatusCode.FailedPrecondition, (int)StatusCode.InvalidArgument], batch.Results.Select(r => r.Code));
        Assert.Equal(error.Status.Detail, batch.Results[1].Message);
    }

    [Fact]
    public async Task A_batch_out_of_turn_or_with_other_content_is_a_failed_precondition()
    {
        AssertPrecondition("BATCH_OUT_OF_ORDER", "batch.sequence", "missing batches", await Assert.ThrowsAsync<RpcException>(() => PublishAsync(_server, Open("a", "f"), Batch(2))));
        await PublishAsync(_server, Open("a", "f"), Batch(1), null);
        AssertPrecondition("BATCH_CONTENT_DIFFERS", "batch.sequence", "under a new number", await Assert.ThrowsAsync<RpcException>(() => PublishAsync(_server, Open("a", "f"), Batch(1, "other"))));
        await PublishAsync(_server, Open("a", "f"), new PublishRequest { Close = new CloseStream() }, null);
        AssertPrecondition("STREAM_CLOSED", "open.stream", "another stream id", await Assert.ThrowsAsync<RpcException>(() => PublishAsync(_server, Open("a", "f"), Batch(2))));
    }

    [Fact]
    public async Task A_session_that_a_newer_one_follows_is_aborted()
    {
        using var old = await Publisher.OpenAsync(_server);
        using var newer = await Publisher.OpenAsync(_server);
        await old.SendAsync(Publisher.Batch(1, Publisher.Call("a", 0)));
        var error = await old.FailureAsync();
        Assert.Equal((StatusCode.Aborted, "SESSION_SUPERSEDED"), (error.StatusCode, Details.Reason(error)));
        Assert.Contains("end this one", error.Status.Detail, StringComparison.Ordinal);
    }

    private static PublishRequest Open(string source, string stream) => new() { Open = new OpenStream { Source = source, Stream = stream } };

    private static PublishRequest Batch(ulong sequence, string id = "a") => new() { Batch = Publisher.Batch(sequence, Publisher.Call(id, 0)) };

    /// <summary>Sends, and reads to the end; null: closes the call in good order.</summary>
    private static async Task PublishAsync(TestServer server, params PublishRequest?[] requests)
    {
        using var call = server.Feed.Publish();
        try
        {
            foreach (var request in requests)
            {
                if (request is null) await call.RequestStream.CompleteAsync();
                else await call.RequestStream.WriteAsync(request);
            }
        }
        catch (RpcException)
        {
            // The server has ended the call before all was sent; reading tells why.
        }
        while (await call.ResponseStream.MoveNext(Patience.Token))
        {
        }
    }

    private async Task NotFoundAsync(string reason, string type, string name, Func<TestServer, Task> call)
    {
        var (code, why, resource) = Details.Of<ResourceInfo>(await Assert.ThrowsAsync<RpcException>(() => call(_server)));
        Assert.Equal((StatusCode.NotFound, reason, type, name), (code, why, resource.ResourceType, resource.ResourceName));
    }

    private static void AssertPrecondition(string reason, string subject, string remedy, RpcException error)
    {
        var (code, why, failure) = Details.Of<PreconditionFailure>(error);
        var violation = Assert.Single(failure.Violations);
        Assert.Equal((StatusCode.FailedPrecondition, reason, reason, subject), (code, why, violation.Type, violation.Subject));
        Assert.Contains(remedy, error.Status.Detail, StringComparison.Ordinal);
    }
}
