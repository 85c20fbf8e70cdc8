using CustomerGrains.Cli.Connecting;
using CustomerGrains.Client;
using CustomerGrains.V1;
using Grpc.Core;

namespace CustomerGrains.Cli.Import;

/// <summary>Registers subscribers in calls of many, several at a time.</summary>
internal sealed class Registrar(CustomerGrainsClient client, int batch, int parallel)
{
    private readonly Lock _gate = new();
    private long _registered;
    private long _refused;

    /// <summary>Registered so far.</summary>
    public long Registered => Interlocked.Read(ref _registered);

    /// <summary>Refused so far.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Registers them all; the sequence is drawn from as calls go out, never by two threads at once.</summary>
    /// <param name="requests">Who, and what <paramref name="refused"/> gets with it.</param>
    /// <param name="refused">Called for every one that the server refuses; by one thread at a time.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task RunAsync<T>(
        IEnumerable<(RegisterSubscriberRequest Request, T Tag)> requests,
        Action<T, RegistrationResult> refused,
        CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            requests.Chunk(batch),
            new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = cancellationToken },
            async (chunk, token) =>
            {
                for (var attempt = 1; chunk.Length > 0; attempt++)
                {
                    if (attempt > 1) await Persistence.WaitAsync(token);
                    chunk = await RegisterAsync(chunk, refused, isLast: attempt == Persistence.Attempts, token);
                }
            });

    /// <returns>Those that are to be sent again, which changes nothing for what was done.</returns>
    private async Task<(RegisterSubscriberRequest Request, T Tag)[]> RegisterAsync<T>(
        (RegisterSubscriberRequest Request, T Tag)[] chunk,
        Action<T, RegistrationResult> refused,
        bool isLast,
        CancellationToken cancellationToken)
    {
        var call = new BatchRegisterSubscribersRequest();
        call.Requests.AddRange(chunk.Select(static item => item.Request));
        AsyncUnaryCall<BatchRegisterSubscribersResponse> Send() => client.Directory.BatchRegisterSubscribersAsync(call, cancellationToken: cancellationToken);

        // A server that never answered is more likely not there than away.
        var answer = Registered + Refused == 0 ? await Send() : await Persistence.CallAsync(Send, cancellationToken);
        if (answer.Results.Count != chunk.Length)
        {
            throw new CliException($"The server answered {answer.Results.Count} of {chunk.Length} registrations; its version and this program's do not match.");
        }

        var again = new List<(RegisterSubscriberRequest, T)>();
        lock (_gate)
        {
            for (var index = 0; index < chunk.Length; index++)
            {
                var result = answer.Results[index];
                if (result.Code == 0)
                {
                    Interlocked.Increment(ref _registered);
                }
                else if (Persistence.IsPassing((StatusCode)result.Code) && !isLast)
                {
                    again.Add(chunk[index]);
                }
                else
                {
                    Interlocked.Increment(ref _refused);
                    refused(chunk[index].Tag, result);
                }
            }
        }

        return [.. again];
    }
}
