using CustomerGrains.Client;
using CustomerGrains.V1;

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
                var call = new BatchRegisterSubscribersRequest();
                call.Requests.AddRange(chunk.Select(static item => item.Request));
                var answer = await client.Directory.BatchRegisterSubscribersAsync(call, cancellationToken: token);
                if (answer.Results.Count != chunk.Length)
                {
                    throw new CliException($"The server answered {answer.Results.Count} of {chunk.Length} registrations; its version and this program's do not match.");
                }

                var done = answer.Results.Count(static result => result.Code == 0);
                Interlocked.Add(ref _registered, done);
                Interlocked.Add(ref _refused, chunk.Length - done);
                if (done == chunk.Length) return;
                lock (_gate)
                {
                    for (var index = 0; index < chunk.Length; index++)
                    {
                        if (answer.Results[index].Code != 0) refused(chunk[index].Tag, answer.Results[index]);
                    }
                }
            });
}
