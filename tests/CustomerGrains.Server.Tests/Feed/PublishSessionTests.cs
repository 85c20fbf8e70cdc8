using System.Reflection;
using CustomerGrains.Domain;
using CustomerGrains.Grains.Sources;
using CustomerGrains.Server.Calls;
using CustomerGrains.Server.Directory;
using CustomerGrains.Server.Feed;
using CustomerGrains.Storage.Log;
using CustomerGrains.V1;
using Grpc.Core;
using Orleans;

namespace CustomerGrains.Server.Tests.Feed;

public sealed class PublishSessionTests
{
    [Fact]
    public async Task Intake_is_full_while_eight_batches_are_under_way()
    {
        using var admission = new FeedAdmission();
        for (var i = 0; i < 7; i++) await admission.EnterAsync(CancellationToken.None);
        Assert.False(admission.IsFull);
        await admission.EnterAsync(CancellationToken.None);
        Assert.True(admission.IsFull);
        admission.Leave();
        Assert.False(admission.IsFull);
    }

    [Fact]
    public async Task A_batch_that_cannot_be_begun_makes_room_for_others()
    {
        using var admission = new FeedAdmission();
        using var metrics = new FeedMetrics();
        var log = Failing.As<IFactLog>();
        var calls = new GrainCalls(log, TimeProvider.System);
        var services = new FeedServices(log, calls, new NumberDirectory(Failing.As<IGrainFactory>(), calls), admission, metrics, new FoldParameters(), TimeProvider.System);
        for (var i = 0; i < FeedAdmission.MaxBatches + 1; i++)
        {
            var session = new PublishSession(services, Failing.As<ISourceGrain>(), "stream", new OpenReceipt(1, 1, 1, 0, 1, IsClosed: false), CancellationToken.None, CancellationToken.None);
            var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => session.RunAsync(new OneBatch(), new Nobody()).WaitAsync(TimeSpan.FromSeconds(30)));
            Assert.Equal("Begin", failure.Message);
        }
        Assert.Equal(0, admission.UnderWay);
    }

    /// <summary>Whose every member throws its own name.</summary>
    private class Failing : DispatchProxy
    {
        public static T As<T>() where T : class => Create<T, Failing>();

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => throw new InvalidOperationException(targetMethod!.Name);
    }

    private sealed class OneBatch : IAsyncStreamReader<PublishFrame>
    {
        private bool _isRead;

        public PublishFrame Current { get; } = new() { Batch = new ParsedBatch { Sequence = 1 } };

        public Task<bool> MoveNext(CancellationToken cancellationToken) => Task.FromResult(!_isRead && (_isRead = true));
    }

    private sealed class Nobody : IServerStreamWriter<PublishResponse>
    {
        public WriteOptions? WriteOptions { get; set; }

        public Task WriteAsync(PublishResponse message) => Task.CompletedTask;
    }
}
