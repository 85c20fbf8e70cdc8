namespace Orleans.Embedded.Tests.Grains;

public sealed class OwnService : IDisposable
{
    private static int _made;
    private static int _gone;

    public OwnService() => Interlocked.Increment(ref _made);

    public static int Made => _made;

    public static int Gone => _gone;

    public void Dispose() => Interlocked.Increment(ref _gone);
}
