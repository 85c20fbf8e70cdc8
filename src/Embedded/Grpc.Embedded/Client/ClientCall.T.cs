using Grpc.Core;
using Grpc.Net.Client;

namespace Grpc.Embedded;

/// <summary>One call at the client, with its messages.</summary>
internal sealed class ClientCall<TRequest, TResponse>(GrpcChannel channel, Method<TRequest, TResponse> method, string? host, CallOptions options)
    : ClientCall(channel, method, host, options)
    where TRequest : class
    where TResponse : class
{
    private const string Starting = "Error starting gRPC call.";
    private const string Reading = "Error reading next message.";

    private static readonly CallOutcome NoResponse = new(new Status(StatusCode.Internal, "Failed to deserialize response message."), []);

    private readonly Func<DeserializationContext, TResponse> _deserializer = method.ResponseMarshaller.ContextualDeserializer;

    // Of calls with many responses: who may read, what from, and whence the trailers come.
    private SemaphoreSlim? _readTurn;
    private Task<ResponseReader?>? _opening;
    private HttpResponseMessage? _response;

    /// <summary>Runs a call with one response to its end.</summary>
    public async Task<TResponse> RunToResponseAsync(HttpContent content)
    {
        TResponse? message = null;
        CallOutcome outcome;
        try
        {
            using var response = await SendAsync(content).ConfigureAwait(false);
            Answered(response);
            if (ResponseHeaders.Outcome(response) is { } early)
            {
                outcome = End(early.Status.StatusCode == StatusCode.OK ? NoResponse : early, isCutShort: true);
            }
            else
            {
                var reader = await ReaderAsync(response).ConfigureAwait(false);
                message = await reader.ReadAsync(_deserializer, Cancellation).ConfigureAwait(false);
                if (message is not null && await reader.ReadAsync(_deserializer, Cancellation).ConfigureAwait(false) is not null)
                    throw new RpcException(ProtocolErrors.AdditionalData);
                reader.Release();
                var end = ResponseHeaders.OutcomeInTrailers(response);
                outcome = End(message is null && end.Status.StatusCode == StatusCode.OK ? NoResponse : end, isCutShort: false);
            }
        }
        catch (Exception e)
        {
            throw Fail(Starting, e);
        }
        return outcome.Status.StatusCode == StatusCode.OK ? message! : throw ToException(outcome);
    }

    /// <summary>Starts a call with many responses.</summary>
    public void RunToHeaders(HttpContent content)
    {
        _readTurn = new SemaphoreSlim(1, 1);
        _opening = OpenAsync(content);
    }

    /// <summary>The next response; null when the call has ended well.</summary>
    /// <exception cref="RpcException">The call did not end well.</exception>
    public async ValueTask<TResponse?> ReadNextAsync(CancellationToken cancellationToken)
    {
        using var registration = cancellationToken == Options.CancellationToken
            ? default
            : cancellationToken.UnsafeRegister(static (call, token) => ((ClientCall)call!).Cancel(token), this);
        await _readTurn!.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            if (Outcome is { } over) return EndOfStream(over);
            if (await _opening!.ConfigureAwait(false) is not { } reader) return EndOfStream(Outcome!);
            if (await reader.ReadAsync(_deserializer, Cancellation).ConfigureAwait(false) is { } message) return message;
            reader.Release();
        }
        catch (Exception e)
        {
            // When the call was ended from elsewhere meanwhile, what this threw is only a consequence.
            throw Fail(Reading, e);
        }
        finally
        {
            _readTurn.Release();
        }
        return EndOfStream(End(ResponseHeaders.OutcomeInTrailers(_response!), isCutShort: false));
    }

    /// <inheritdoc/>
    /// <remarks>It is how a caller learns that the server has answered early: what the server said counts, not how the transport took it.</remarks>
    public override async Task<CallOutcome> OutcomeOfBrokenWriteAsync(Exception exception)
    {
        if (_readTurn is null)
        {
            // The one response is being read; its end is near, or the connection is broken and reading fails as well.
            await EndedAsync().ConfigureAwait(false);
            return Outcome!;
        }
        await _readTurn.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            if (Outcome is { } over) return over;
            if (await _opening!.ConfigureAwait(false) is not { } reader) return Outcome!;
            await reader.ReceiveToEndAsync(Cancellation).ConfigureAwait(false);
            // The reader still has messages to hand out before it comes to the same end.
            return ResponseHeaders.OutcomeInTrailers(_response!);
        }
        catch (Exception e)
        {
            Fail(Reading, e);
            return Outcome!;
        }
        finally
        {
            _readTurn.Release();
        }
    }

    private async Task<ResponseReader?> OpenAsync(HttpContent content)
    {
        try
        {
            _response = await SendAsync(content).ConfigureAwait(false);
            Answered(_response);
            if (ResponseHeaders.Outcome(_response) is not { } early) return await ReaderAsync(_response).ConfigureAwait(false);
            End(early, isCutShort: true);
        }
        catch (Exception e)
        {
            // Whoever reads or writes finds the outcome.
            Fail(Starting, e);
        }
        return null;
    }

    private async ValueTask<ResponseReader> ReaderAsync(HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsStreamAsync(Cancellation).ConfigureAwait(false);
        return new ResponseReader(body, ResponseHeaders.Encoding(response), Channel.Encodings, Channel.Options.MaxReceiveMessageSize);
    }

    private TResponse? EndOfStream(CallOutcome outcome) => outcome.Status.StatusCode == StatusCode.OK ? null : throw ToException(outcome);
}
