using Orleans.Core;

namespace Orleans.Runtime;

/// <summary>A stored state, injected with <see cref="PersistentStateAttribute"/> and read before the grain's OnActivateAsync.</summary>
public interface IPersistentState<TState> : IStorage<TState>;
