namespace Orleans.Embedded;

/// <summary>The life of an activation; it only goes forward.</summary>
internal enum ActivationState : byte
{
    Activating,
    Valid,
    Deactivating,
    Gone,
}
