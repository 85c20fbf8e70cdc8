namespace Orleans.Embedded;

/// <summary>References to objects of callers.</summary>
internal sealed partial class EmbeddedGrainHost
{
    public TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver
    {
        ArgumentNullException.ThrowIfNull(obj);
        if (obj is GrainProxy or IGrainBase)
            throw new ArgumentException("An observer is an object of the caller, neither a grain nor a reference.", nameof(obj));
        if (obj is not TGrainObserverInterface)
            throw new ArgumentException($"{obj.GetType()} does not implement {typeof(TGrainObserverInterface)}.", nameof(obj));
        var reference = Catalog.BindObserver(typeof(TGrainObserverInterface)).Reference(Guid.NewGuid().ToString("N"));
        reference.RouteTo(new ObserverTarget(obj));
        return (TGrainObserverInterface)(object)reference;
    }

    public void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver
    {
        ArgumentNullException.ThrowIfNull(obj);
        if (obj is not GrainProxy { Observer: { } target })
            throw new ArgumentException("Give the reference that CreateObjectReference returned, not the object itself.", nameof(obj));
        target.Delete();
    }
}
