namespace Grpc.Embedded;

/// <summary>The services that have been mapped in this application, so that endpoints for unknown ones are added once.</summary>
internal sealed class ServedMethods
{
    private readonly HashSet<string> _services = new(StringComparer.Ordinal);

    private bool _hasFallback;

    /// <summary>True for the first asker: the endpoint for unknown services is still to be added.</summary>
    public bool TakeFallback() => !_hasFallback && (_hasFallback = true);

    /// <summary>True for the first asker of each service: the endpoint for its unknown methods is still to be added.</summary>
    public bool TakeService(string service) => _services.Add(service);
}
