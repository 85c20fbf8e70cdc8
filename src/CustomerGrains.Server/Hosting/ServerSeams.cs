using CustomerGrains.Storage;
using Microsoft.AspNetCore.Builder;

namespace CustomerGrains.Server.Hosting;

/// <summary>Where tests reach into a server that is otherwise the real one: faults in the store, strict grains, time, services
/// of their own.</summary>
internal sealed record ServerSeams
{
    internal Func<StoreOptions, StoreOptions> Store { get; init; } = static options => options;

    internal Action<WebApplicationBuilder> Builder { get; init; } = static _ => { };

    internal Action<WebApplication> App { get; init; } = static _ => { };
}
