using Orleans.Runtime;

namespace Orleans;

/// <summary>The base of interfaces of objects that grains call back: weakly held, best effort.</summary>
public interface IGrainObserver : IAddressable;
