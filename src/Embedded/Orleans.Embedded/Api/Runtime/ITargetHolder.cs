namespace Orleans.Serialization.Invocation;

/// <summary>Holds the object that a call is for.</summary>
public interface ITargetHolder
{
    /// <summary>That object, or null while there is none.</summary>
    object? GetTarget();
}
