using CustomerGrains.Domain.Time;
using CustomerGrains.Storage.ReadModel;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerGrains.Tests.Search;

/// <summary>Some weeks of a population, day by day in a server and in a list. The server was down on some days; one was made up; new subscribers
/// come, some rows go.</summary>
internal sealed class ReportedHistory
{
    private const int First = 20_480;

    private ReportedHistory()
    {
    }

    /// <summary>The days kept, with what was known at their ends.</summary>
    internal SortedDictionary<int, Dictionary<string, ReportedSubscriber>> Days { get; } = [];

    internal Dictionary<string, ReportedSubscriber> Now { get; private set; } = [];

    internal HashSet<int> MadeUp { get; } = [];

    internal static async Task<ReportedHistory> WriteAsync(TestServer server, int seed, int subscribers, int days)
    {
        var random = new Random(seed);
        var model = server.Services.GetRequiredService<IReadModel>();
        var history = new ReportedHistory { Now = Enumerable.Range(0, subscribers).Select(i => ReportedSubscriber.Random(random, $"s-{i:0000}")).ToDictionary(static s => s.Id) };
        for (var day = 0; day < days; day++)
        {
            if (day > 0) history.Now = history.Now.Values.Select(s => s.Later(random)).ToDictionary(static s => s.Id);
            foreach (var i in Enumerable.Range(0, 3))
            {
                var born = ReportedSubscriber.Random(random, $"n-{day:00}-{i}");
                // Lines that had ended before they were known are no churn.
                history.Now.Add(born.Id, i == 0 ? born with { Status = ReportedSubscriber.Terminated, Reason = "old" } : born);
            }
            await RowServer.PutAsync(server, [.. history.Now.Values.Select(s => s.ToRow(day + 1))]);
            if (day % 5 == 3)
            {
                var gone = history.Now.Keys.Order().ElementAt(random.Next(history.Now.Count));
                history.Now.Remove(gone);
                await model.DeleteAsync(gone);
            }
            if (day % 7 is 4 or 5) continue;
            if (day % 6 == 2) history.MadeUp.Add(First + day);
            await model.KeepDayAsync(new ReportDay(First + day, day + 1, history.MadeUp.Contains(First + day)), CancellationToken.None);
            history.Days.Add(First + day, new(history.Now));
        }
        // What happened since the last midnight.
        history.Now = history.Now.Values.Select(s => s.Later(random)).ToDictionary(static s => s.Id);
        await RowServer.PutAsync(server, [.. history.Now.Values.Select(s => s.ToRow(days + 1))]);
        return history;
    }

    internal static string Name(int day) => Calendar.DayName(day);
}
