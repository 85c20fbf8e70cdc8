using System.Reflection;
using CustomerGrains.Domain.Encoding;
using CustomerGrains.Grains.Subscribers;

namespace CustomerGrains.Grains.Tests;

/// <summary>A factory by which one subscriber is damaged: its reviews throw what reading its state would. Everything else is as it is.</summary>
internal class PoisonedGrains : DispatchProxy
{
    private IGrainFactory _grains = null!;
    private string _id = "";

    internal static IGrainFactory Of(IGrainFactory grains, string subscriberId)
    {
        var factory = Create<IGrainFactory, PoisonedGrains>();
        var poisoned = (PoisonedGrains)(object)factory;
        (poisoned._grains, poisoned._id) = (grains, subscriberId);
        return factory;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        args is [string id, ..] && id == _id && targetMethod!.ReturnType == typeof(ISubscriberGrain) ? Create<ISubscriberGrain, Damaged>() : targetMethod!.Invoke(_grains, args);

    private class Damaged : DispatchProxy
    {
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => throw new CorruptDataException("It is damaged.");
    }
}
