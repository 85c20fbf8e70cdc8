using System.Reflection;
using CustomerGrains.Domain;
using CustomerGrains.Server.Reports;
using CustomerGrains.Storage.ReadModel;
using Microsoft.Extensions.Logging.Abstractions;

namespace CustomerGrains.Tests.Search;

/// <summary>Whatever goes wrong at a day's end, it is tried again: a fault of a background service would end the server.</summary>
public sealed class DayKeeperTests
{
    [Fact]
    public async Task A_look_that_fails_in_any_way_is_followed_by_the_next()
    {
        var model = DispatchProxy.Create<IReadModel, Failing>();
        using var keeper = new DayKeeper(model, null!, null!, null!, new FoldParameters(), new QuickTime(), NullLogger<DayKeeper>.Instance);
        await keeper.StartAsync(CancellationToken.None);
        await Patience.For(Task.WhenAny(((Failing)(object)model).Third.Task, keeper.ExecuteTask!), "a third look");
        Assert.False(keeper.ExecuteTask!.IsCompleted, "It has ended.");
        await keeper.StopAsync(CancellationToken.None);
        Assert.False(keeper.ExecuteTask.IsFaulted);
    }

    /// <summary>Fails otherwise each time.</summary>
    private class Failing : DispatchProxy
    {
        private int _looks;

        public TaskCompletionSource Third { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (++_looks == 3) Third.SetResult();
            throw _looks == 1 ? new TimeoutException() : new ArgumentException("It cannot be read.");
        }
    }

    /// <summary>Whose timers do not wait.</summary>
    private sealed class QuickTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, TimeSpan.FromMilliseconds(1), period == Timeout.InfiniteTimeSpan ? period : TimeSpan.FromMilliseconds(1));
    }
}
