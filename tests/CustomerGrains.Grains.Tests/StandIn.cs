using System.Reflection;

namespace CustomerGrains.Grains.Tests;

/// <summary>An object of any interface whose calls a test answers.</summary>
public class StandIn : DispatchProxy
{
    private Func<MethodInfo, object?[], object?> _answer = static (method, _) => throw new NotSupportedException(method.Name);

    internal static T Of<T>(Func<MethodInfo, object?[], object?> answer) where T : class
    {
        var stand = Create<T, StandIn>();
        ((StandIn)(object)stand)._answer = answer;
        return stand;
    }

    /// <summary>Grains as they are, but for those of one key.</summary>
    internal static IGrainFactory Factory<T>(IGrainFactory grains, string key, T grain) where T : class => Of<IGrainFactory>(
        (method, arguments) => method.ReturnType == typeof(T) && Equals(arguments[0], key) ? grain : method.Invoke(grains, arguments));

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _answer(targetMethod!, args ?? []);
}
