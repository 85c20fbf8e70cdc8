using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Orleans.Embedded;

/// <summary>Puts the grain host into a service container.</summary>
public static class EmbeddedGrainServiceCollectionExtensions
{
    /// <summary>
    /// Registers <see cref="IGrainFactory"/>, <see cref="IClusterClient"/>, <see cref="EmbeddedGrainControl"/>,
    /// <see cref="EmbeddedGrainStatistics"/> and the hosted service that runs the host. Call it before what serves requests is
    /// registered, so that the grains stop after it. A second call only adds to the options.
    /// </summary>
    public static IServiceCollection AddEmbeddedGrains(this IServiceCollection services, Action<EmbeddedGrainOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = services.FirstOrDefault(d => d.ServiceType == typeof(EmbeddedGrainOptions))?.ImplementationInstance as EmbeddedGrainOptions;
        if (options is not null)
        {
            configure?.Invoke(options);
            return services;
        }

        options = new EmbeddedGrainOptions();
        configure?.Invoke(options);
        services.AddLogging();

        // As Orleans does, so that a grain may ask for it.
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddSingleton(provider => new EmbeddedGrainHost(provider, options, new SingletonIndex(services)));
        services.TryAddSingleton<IGrainFactory>(provider => provider.GetRequiredService<EmbeddedGrainHost>());
        services.TryAddSingleton<IClusterClient>(provider => provider.GetRequiredService<EmbeddedGrainHost>());
        services.AddSingleton(provider => new EmbeddedGrainControl(provider.GetRequiredService<EmbeddedGrainHost>()));
        services.AddSingleton(provider => new EmbeddedGrainStatistics(provider.GetRequiredService<EmbeddedGrainHost>()));
        services.AddHostedService(provider => new GrainHostService(provider.GetRequiredService<EmbeddedGrainHost>()));
        return services;
    }
}
