namespace CustomerGrains.Wire.Tests;

/// <summary>Does its part of a level's exchanges, one after the other.</summary>
internal sealed class Worker(IFuzzLevel level, int exchanges)
{
    private int _done;

    public IFuzzLevel Level => level;

    /// <summary>In all its runs together.</summary>
    public int Exchanges => exchanges;

    public int Done => Volatile.Read(ref _done);

    public bool IsWaiting { get; private set; }

    public async Task RunAsync(int count, Answers answers, Action exchangeDone, CancellationToken cancellationToken)
    {
        count = Math.Min(count, exchanges - _done);
        for (IsWaiting = true; count > 0; count--)
        {
            try
            {
                answers.Add(level.Name, await level.ExchangeAsync(cancellationToken));
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                answers.AddProblem(level.Name, Words(e), level.Sent);
                level.Rest();
            }
            Interlocked.Increment(ref _done);
            exchangeDone();
        }
        IsWaiting = false;
    }

    /// <summary>Answers as they are; what broke otherwise with its causes, and without where in the client it did.</summary>
    private static string Words(Exception e) => e is UnexpectedAnswerException ? e.Message : $"{e.GetType().Name} {e.Message}" + (e.InnerException is { } cause ? " ◂ " + Words(cause) : "");
}
