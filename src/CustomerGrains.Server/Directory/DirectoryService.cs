using CustomerGrains.Domain.Numbers;
using CustomerGrains.Grains.Numbers;
using CustomerGrains.Grains.Subscribers;
using CustomerGrains.Server.Calls;
using CustomerGrains.V1;
using Grpc.Core;

namespace CustomerGrains.Server.Directory;

/// <summary>The Directory service of protos/customergrains/v1/directory.proto.</summary>
public sealed class DirectoryService : V1.Directory.DirectoryBase
{
    private const int MaxBatch = 1_000;

    private readonly IGrainFactory _grains;
    private readonly GrainCalls _calls;
    private readonly NumberDirectory _directory;
    private readonly ErrorTable _errors;

    public DirectoryService(IGrainFactory grains, GrainCalls calls, NumberDirectory directory, ErrorTable errors)
    {
        _grains = grains;
        _calls = calls;
        _directory = directory;
        _errors = errors;
    }

    public override async Task<RegisterSubscriberResponse> RegisterSubscriber(RegisterSubscriberRequest request, ServerCallContext context) =>
        new() { Version = await RegisterAsync(request, Arguments.Actor(context), context.CancellationToken) };

    public override async Task<BatchRegisterSubscribersResponse> BatchRegisterSubscribers(BatchRegisterSubscribersRequest request, ServerCallContext context)
    {
        if (request.Requests.Count > MaxBatch) throw Errors.InvalidArgument("requests", $"has {request.Requests.Count} registrations; send at most {MaxBatch} at once.");
        var actor = Arguments.Actor(context);
        var results = await Task.WhenAll(request.Requests.Select(async one =>
        {
            try
            {
                return new RegistrationResult { Version = await RegisterAsync(one, actor, context.CancellationToken) };
            }
            catch (Exception e) when (!context.CancellationToken.IsCancellationRequested)
            {
                var status = _errors.ToStatus(e, context).Status;
                return new RegistrationResult { Code = (int)status.StatusCode, Message = status.Detail };
            }
        }));
        return new BatchRegisterSubscribersResponse { Results = { results } };
    }

    public override async Task<AssignNumberResponse> AssignNumber(AssignNumberRequest request, ServerCallContext context)
    {
        var number = request.NumberCase switch
        {
            AssignNumberRequest.NumberOneofCase.Msisdn => Arguments.Number("msisdn", NumberKind.Msisdn, request.Msisdn),
            AssignNumberRequest.NumberOneofCase.Imsi => Arguments.Number("imsi", NumberKind.Imsi, request.Imsi),
            _ => throw Errors.InvalidArgument("number", "is missing; give msisdn or imsi."),
        };
        Arguments.CheckId("subscriber_id", request.SubscriberId);
        Arguments.CheckText("request_id", request.RequestId, Arguments.MaxRequestIdBytes);
        var from = Arguments.Time("start_time", request.StartTime);
        var to = request.EndTime is null ? Domain.Numbers.NumberAssignment.Forever : Arguments.Time("end_time", request.EndTime);
        if (to <= from) throw Errors.InvalidArgument("end_time", "is not after start_time.");

        var subscriber = await _calls.ReadAsync(_grains.GetGrain<ISubscriberGrain>(request.SubscriberId), context.CancellationToken);
        if (subscriber.Version == 0) throw Errors.NotFound(ErrorReasons.SubscriberNotFound, $"No subscriber '{request.SubscriberId}' is registered; register it first.", Subscriber.Descriptor.FullName, request.SubscriberId);
        await AssignAsync(new AssignCommand(number.Value, from, to, request.SubscriberId, OnlyIfFree: false, request.RequestId, Arguments.Actor(context)), "number", context.CancellationToken);
        return new AssignNumberResponse();
    }

    private async Task<long> RegisterAsync(RegisterSubscriberRequest request, string actor, CancellationToken cancellationToken)
    {
        Arguments.CheckId("subscriber_id", request.SubscriberId);
        Arguments.CheckText("request_id", request.RequestId, Arguments.MaxRequestIdBytes);
        Arguments.CheckText("plan", request.Plan);
        Arguments.CheckText("brand", request.Brand);
        Arguments.CheckText("region", request.Region);
        var activation = Arguments.Time("activation_time", request.ActivationTime);
        var numbers = new List<(string Field, PackedNumber Number)>();
        for (var i = 0; i < request.Msisdns.Count; i++) numbers.Add(($"msisdns[{i}]", Arguments.Number($"msisdns[{i}]", NumberKind.Msisdn, request.Msisdns[i])));
        for (var i = 0; i < request.Imsis.Count; i++) numbers.Add(($"imsis[{i}]", Arguments.Number($"imsis[{i}]", NumberKind.Imsi, request.Imsis[i])));

        var grain = _grains.GetGrain<ISubscriberGrain>(request.SubscriberId);
        var command = new RegisterCommand(activation, request.Plan, request.Brand, request.Region, request.RequestId, actor);
        var receipt = await _calls.DurablyAsync(() => grain.Register(command, cancellationToken), cancellationToken);
        if (numbers.Count == 0) return receipt.Version;
        foreach (var (field, number) in numbers)
        {
            var assign = new AssignCommand(number.Value, activation, Domain.Numbers.NumberAssignment.Forever, request.SubscriberId, OnlyIfFree: true, request.RequestId, actor);
            await AssignAsync(assign, field, cancellationToken);
        }
        return (await _calls.ReadAsync(grain, cancellationToken)).Version;
    }

    private async Task AssignAsync(AssignCommand command, string field, CancellationToken cancellationToken)
    {
        var number = new PackedNumber(command.Number);
        try
        {
            var grain = _grains.GetGrain<INumberGrain>(number.EntityId);
            var receipt = await _calls.RetryAsync(() => grain.Assign(command, cancellationToken), cancellationToken);
            if (receipt.HeldBy.Length > 0)
                throw Errors.FailedPrecondition(ErrorReasons.NumberHeld, field, $"{field} is held by the subscriber '{receipt.HeldBy}' in that time; move it with AssignNumber.");
        }
        finally
        {
            _directory.Forget(number);
        }
    }
}
