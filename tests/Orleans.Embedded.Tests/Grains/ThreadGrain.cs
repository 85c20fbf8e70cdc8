namespace Orleans.Embedded.Tests.Grains;

[GrainType("tests.thread")]
public sealed class ThreadGrain : Grain, IThreadGrain
{
    public ValueTask<int> Thread() => new(Environment.CurrentManagedThreadId);

    public async Task<bool> NestedIsInline(string other)
    {
        var here = Environment.CurrentManagedThreadId;
        var call = GrainFactory.GetGrain<IThreadGrain>(other).Thread().AsTask();

        // This thread is busy here until the call is answered, so that it can only be answered elsewhere.
        while (!call.IsCompleted)
            System.Threading.Thread.Yield();
        return await call == here;
    }
}
