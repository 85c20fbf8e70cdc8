using System.Threading.Channels;
using CustomerGrains.Grains.Entities;
using CustomerGrains.Server.Calls;

namespace CustomerGrains.Server.Tests;

public sealed class GrainCallsTests
{
    [Fact]
    public async Task Calls_are_repeated_after_pauses_of_the_injected_time_and_not_for_ever()
    {
        var time = new PausedTime();
        var calls = new GrainCalls(null!, time);
        var attempts = 0;
        var call = calls.RetryAsync<int>(() => throw (++attempts % 2 == 0 ? new TimeoutException() : new EntityUnavailableException()), CancellationToken.None);

        foreach (var milliseconds in new[] { 40, 80, 160, 320, 640 })
        {
            var (pause, end) = await time.Pauses.ReadAsync(Patience.Token);
            Assert.Equal((milliseconds, false), ((int)pause.TotalMilliseconds, call.IsCompleted));
            end();
        }

        await Assert.ThrowsAsync<TimeoutException>(() => call);
        Assert.Equal(8, attempts); // two at once, then one after each pause
    }

    [Fact]
    public async Task Other_exceptions_are_not_repeated()
    {
        var attempts = 0;
        await Assert.ThrowsAsync<InvalidOperationException>(() => new GrainCalls(null!, new PausedTime()).RetryAsync<int>(() => { attempts++; throw new InvalidOperationException(); }, CancellationToken.None));
        Assert.Equal(1, attempts);
    }

    /// <summary>Stands still; each pause ends when the test says so.</summary>
    private sealed class PausedTime : TimeProvider
    {
        private readonly Channel<(TimeSpan Pause, Action End)> _pauses = Channel.CreateUnbounded<(TimeSpan, Action)>();

        public ChannelReader<(TimeSpan Pause, Action End)> Pauses => _pauses.Reader;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Assert.True(_pauses.Writer.TryWrite((dueTime, () => callback(state))));
            return new Timer();
        }

        private sealed class Timer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
