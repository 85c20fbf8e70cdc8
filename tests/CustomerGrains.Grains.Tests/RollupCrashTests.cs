using CustomerGrains.Domain.Rollups;
using CustomerGrains.Storage;
using CustomerGrains.Storage.ReadModel;
using CustomerGrains.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Directory = System.IO.Directory;
using static CustomerGrains.Tests.FactSamples;
using static CustomerGrains.Tests.Publisher;

namespace CustomerGrains.Grains.Tests;

/// <summary>The process dies between any two steps from a fact to the roll-ups that it concerns: what the files were at that moment is opened again, and
/// comes to what the subscribers' states say.</summary>
public sealed class RollupCrashTests
{
    private const int Subscribers = 3;

    private static readonly RollupTarget[] Targets =
        [.. Enumerable.Range(0, 10).Select(static i => new RollupTarget(RollupKind.Customer, "c" + i)), new(RollupKind.Account, "a0"), new(RollupKind.Group, "g0")];

    /// <summary>Steps between which the process can die.</summary>
    public enum Step
    {
        BeforeCommit,
        AfterCommit,
        BeforeReports,
        AfterReports,
        AfterRows,
    }

    [Theory]
    [InlineData(Step.BeforeCommit)]
    [InlineData(Step.AfterCommit)]
    [InlineData(Step.BeforeReports)]
    [InlineData(Step.AfterReports)]
    [InlineData(Step.AfterRows)]
    public async Task Nothing_is_lost_whenever_the_process_dies(Step step)
    {
        // The strictness of hosts has nothing to add to what is on disk.
        var camera = new Camera(step);
        await using (var server = await TestServer.StartAsync(camera.Store, strict: false, options: RollupTests.Reviewed(10_000), builder: camera.PutInto))
        {
            await server.RegisterAsync(Subscribers);
            await server.Directory.RegisterSubscriberAsync(TestServer.Registration(99));
            await RollupTests.TellTimeAsync(server, days: 0);
            camera.Begin(server.DataDirectory);
            using (var feed = await OpenAsync(server, stream: "links"))
            {
                await feed.PublishAsync(Batch(1, Record(RollupTests.Link("c0", "a0"), 0), Record(RollupTests.Join("g0"), 1)));
                await RollupTests.UntilAsync(server, "c0", static r => r.Members == 1);
                // Of more customers than are kept, within one review.
                await feed.PublishAsync(Batch(2, [.. Enumerable.Range(1, 8).Select(i => Record(RollupTests.Link("c" + i, minutes: i), 0))]));
                await RollupTests.UntilAsync(server, "c8", static r => r.Members == 1);
            }
            // By a command, and by time.
            await server.Facts.RecordFactsAsync(About(2, RollupTests.Link("c1"), RollupTests.Link("c2", days: 10)));
            await RollupTests.TellTimeAsync(server, days: 11);
            await RollupTests.UntilAsync(server, "c2", static r => r.Members == 1);
            camera.End();
        }

        Assert.NotEmpty(camera.Images);
        foreach (var image in camera.Images)
        {
            await using (var server = await TestServer.StartAsync(directory: image, strict: false, options: RollupTests.Reviewed(10_000), builder: RollupTests.Numbers))
            {
                await RollupOracle.AgreesAsync(server, Targets, Subscribers);
                await server.Operations.GetDigestAsync(new GetDigestRequest { Full = true });
            }
            Directory.Delete(image, recursive: true);
        }
    }

    /// <summary>Copies the store's files whenever a step is taken.</summary>
    private sealed class Camera(Step step)
    {
        private const int MaxImages = 8;

        /// <summary>Nobody commits while files are copied.</summary>
        private readonly SemaphoreSlim _files = new(1, 1);
        private readonly Random _random = new(5);
        private string? _directory;
        private int _visits;

        internal List<string> Images { get; } = [];

        internal void Begin(string directory)
        {
            _files.Wait();
            _directory = directory;
            _files.Release();
        }

        internal void End()
        {
            _files.Wait();
            _directory = null;
            _files.Release();
        }

        internal StoreOptions Store(StoreOptions options) => options with
        {
            Fault = point =>
            {
                if (point == FaultPoint.BeforeCommit)
                {
                    _files.Wait();
                    Visit(Step.BeforeCommit);
                }
                if (point != FaultPoint.AfterCommit) return;
                Visit(Step.AfterCommit);
                _files.Release();
            },
        };

        internal void PutInto(WebApplicationBuilder host)
        {
            RollupTests.Numbers(host);
            host.Services.AddSingleton<IRowFollower>(provider => new Follower(this, provider.GetRequiredService<Server.Rollups.RollupDelivery>()));
        }

        /// <summary>Every one at first, then some: what comes of one moment comes of the next, most often.</summary>
        private void Visit(Step taken)
        {
            if (taken != step || _directory is not { } directory || Images.Count == MaxImages || (_visits++ > 2 && _random.Next(3) > 0)) return;
            var image = Directory.CreateTempSubdirectory("cg-image-").FullName;
            foreach (var file in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories))
            {
                // What a new process makes anew.
                if (file.EndsWith("-shm", StringComparison.Ordinal) || file.EndsWith(".lock", StringComparison.Ordinal)) continue;
                var copy = Path.Combine(image, Path.GetRelativePath(directory, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }
            Images.Add(image);
        }

        private async Task VisitAsync(Step taken)
        {
            await _files.WaitAsync();
            Visit(taken);
            _files.Release();
        }

        private sealed class Follower(Camera camera, IRowFollower inner) : IRowFollower
        {
            private bool _isWritten;

            /// <summary>What was written the last time is on disk by the next.</summary>
            public async Task<IReadOnlySet<string>> FollowAsync(IReadOnlyCollection<SubscriberRow> rows, CancellationToken cancellationToken)
            {
                if (_isWritten) await camera.VisitAsync(Step.AfterRows);
                await camera.VisitAsync(Step.BeforeReports);
                var late = await inner.FollowAsync(rows, cancellationToken);
                await camera.VisitAsync(Step.AfterReports);
                _isWritten = true;
                return late;
            }
        }
    }
}
