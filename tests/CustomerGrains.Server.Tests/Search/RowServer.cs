using System.Globalization;
using CustomerGrains.Server.Reports;
using CustomerGrains.Storage.Log;
using CustomerGrains.Storage.ReadModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CustomerGrains.Tests.Search;

/// <summary>A server whose rows and days a test writes itself.</summary>
internal static class RowServer
{
    /// <summary>Days are kept when a test says so.</summary>
    internal static Task<TestServer> StartAsync() => TestServer.StartAsync(builder: static host =>
    {
        foreach (var service in host.Services.Where(static s => s.ServiceType == typeof(IHostedService) && s.ImplementationFactory?.Method.ReturnType == typeof(DayKeeper)).ToList()) host.Services.Remove(service);
    });

    internal static async Task PutAsync(TestServer server, params SubscriberRow[] rows)
    {
        var writer = server.Services.GetRequiredService<ReadModelWriter>();
        foreach (var row in rows) writer.Put(row, Ticket.None);
        await writer.CatchUpAsync(Patience.Token);
        await writer.FlushAsync(numbers: true, Patience.Token);
    }

    internal static int Day(int year, int month, int day) => new DateOnly(year, month, day).DayNumber - new DateOnly(1970, 1, 1).DayNumber;

    internal static long At(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
}
