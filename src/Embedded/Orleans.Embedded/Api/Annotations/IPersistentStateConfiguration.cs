namespace Orleans.Runtime;

/// <summary>Which state, from which storage.</summary>
public interface IPersistentStateConfiguration
{
    /// <summary>The name of the state within its grain.</summary>
    string StateName { get; }

    /// <summary>The key of the storage in the service container, or null for the default one.</summary>
    string? StorageName { get; }
}
