using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Embedded;

/// <summary>
/// Makes grain objects. A parameter that is a singleton of the container is looked up once for all activations; one that belongs to
/// the activation (its context, its states) is made for each; only what is neither opens a scope of its own.
/// </summary>
internal sealed class GrainConstructor
{
    private readonly Func<Activation, object?>[] _arguments;
    private readonly ConstructorInvoker _invoker;

    public GrainConstructor(EmbeddedGrainHost host, Type type)
    {
        var constructor = Choose(type);
        _invoker = ConstructorInvoker.Create(constructor);
        _arguments = constructor.GetParameters().Select(parameter => Source(host, type, parameter)).ToArray();
    }

    public object Create(Activation activation, out IPersistentStateReader[]? states)
    {
        states = null;
        if (_arguments.Length == 0)
            return _invoker.Invoke();
        var arguments = new object?[_arguments.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = _arguments[i](activation);
            if (arguments[i] is IPersistentStateReader state)
                states = states is null ? [state] : [.. states, state];
        }

        return _invoker.Invoke(arguments.AsSpan());
    }

    private static ConstructorInfo Choose(Type type)
    {
        var constructors = type.GetConstructors();
        return constructors.FirstOrDefault(c => c.IsDefined(typeof(ActivatorUtilitiesConstructorAttribute)))
            ?? constructors.MaxBy(c => c.GetParameters().Length)
            ?? throw new InvalidOperationException($"{type} has no public constructor.");
    }

    private static Func<Activation, object?> Source(EmbeddedGrainHost host, Type grain, ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        if (parameter.GetCustomAttribute<PersistentStateAttribute>() is { } state)
            return StateSource(host, grain, parameter, state);
        if (type == typeof(IGrainContext))
            return static activation => activation;
        if (parameter.GetCustomAttribute<FromKeyedServicesAttribute>() is { Key: { } key })
        {
            if (host.Singletons.IsSingleton(type, key))
                return Shared(() => host.ServiceProvider.GetRequiredKeyedService(type, key));
            return activation => activation.ActivationServices.GetRequiredKeyedService(type, key);
        }

        if (host.Singletons.IsSingleton(type, null))
            return Shared(() => host.ServiceProvider.GetRequiredService(type));
        if (parameter.HasDefaultValue)
            return activation => activation.ActivationServices.GetService(type) ?? parameter.DefaultValue;
        return activation => activation.ActivationServices.GetRequiredService(type);
    }

    private static Func<Activation, object?> StateSource(EmbeddedGrainHost host, Type grain, ParameterInfo parameter, PersistentStateAttribute state)
    {
        if (!parameter.ParameterType.IsGenericType || parameter.ParameterType.GetGenericTypeDefinition() != typeof(IPersistentState<>))
            throw new InvalidOperationException($"{grain}: [PersistentState] belongs on a parameter of type IPersistentState<T>, not on {parameter}.");
        var make = typeof(PersistentState<>)
            .MakeGenericType(parameter.ParameterType.GetGenericArguments())
            .GetConstructor([typeof(Activation), typeof(IGrainStorage), typeof(string)])!;
        var invoker = ConstructorInvoker.Create(make);
        var storage = new Lazy<IGrainStorage>(() => FindStorage(host, grain, state), LazyThreadSafetyMode.PublicationOnly);
        return activation => invoker.Invoke(activation, storage.Value, state.StateName);
    }

    private static IGrainStorage FindStorage(EmbeddedGrainHost host, Type grain, PersistentStateAttribute state) =>
        string.IsNullOrWhiteSpace(state.StorageName)
            ? host.ServiceProvider.GetService<IGrainStorage>()
                ?? throw new BadProviderConfigException($"{grain} needs a default grain storage; register an IGrainStorage.")
            : host.ServiceProvider.GetKeyedService<IGrainStorage>(state.StorageName)
                ?? throw new BadProviderConfigException($"{grain} needs a grain storage named \"{state.StorageName}\"; register a keyed IGrainStorage.");

    private static Func<Activation, object?> Shared(Func<object> find)
    {
        // A failure is not kept: the next activation tries again.
        var found = new Lazy<object>(find, LazyThreadSafetyMode.PublicationOnly);
        return _ => found.Value;
    }
}
