using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace Vespid.Embedded.Engine;

/// <summary>Constructs instances of one grain class: facets from their factories, the activation itself, everything else from its services.</summary>
internal sealed class GrainInstanceFactory
{
    private static readonly MethodInfo MapMethod =
        typeof(GrainInstanceFactory).GetMethod(nameof(Map), BindingFlags.Static | BindingFlags.NonPublic)!;

    private readonly Type _type;
    private readonly ObjectFactory _create;
    private readonly Factory<IGrainContext, object>[] _arguments;
    private readonly bool _needsServices;

    public GrainInstanceFactory(Type type, IServiceProvider services)
    {
        _type = type;
        var constructor = Constructor(type);
        var own = constructor.GetParameters()
            .Select(parameter => (parameter, factory: ArgumentFactory(parameter, services)))
            .Where(static argument => argument.factory is not null)
            .ToArray();
        _arguments = [.. own.Select(static argument => argument.factory!)];
        _needsServices = constructor.GetParameters().Length > own.Length;
        _create = (ObjectFactory)typeof(Compiled<>).MakeGenericType(type).GetField(nameof(Compiled<object>.Create))!.GetValue(null)!;
    }

    public object Create(Activation activation)
    {
        var arguments = _arguments.Length == 0 ? [] : new object[_arguments.Length];
        for (var index = 0; index < arguments.Length; index++)
        {
            arguments[index] = _arguments[index](activation);
        }

        try
        {
            // A scope is only made for classes that ask it for something.
            return _create(_needsServices ? activation.ActivationServices : activation.Silo.Services, arguments);
        }
        catch (Exception fault)
        {
            throw new InvalidOperationException($"Grain class {_type} could not be constructed.", fault);
        }
    }

    private static ConstructorInfo Constructor(Type type)
    {
        var constructors = type.GetConstructors();
        return constructors.FirstOrDefault(static candidate => candidate.IsDefined(typeof(ActivatorUtilitiesConstructorAttribute)))
            ?? (constructors.Length == 1
                ? constructors[0]
                : throw new InvalidOperationException($"Grain class {type} must have one public constructor, or mark one with [ActivatorUtilitiesConstructor]."));
    }

    private static object? Facet(ParameterInfo parameter) => parameter.GetCustomAttributes().FirstOrDefault(static attribute => attribute is IFacetMetadata);

    private static Factory<IGrainContext, object>? ArgumentFactory(ParameterInfo parameter, IServiceProvider services)
    {
        if (parameter.ParameterType == typeof(IGrainContext))
        {
            return static context => context;
        }

        var facet = Facet(parameter);
        return facet is null
            ? null
            : (Factory<IGrainContext, object>)MapMethod.MakeGenericMethod(facet.GetType()).Invoke(null, [parameter, facet, services])!;
    }

    private static Factory<IGrainContext, object> Map<TMetadata>(ParameterInfo parameter, TMetadata metadata, IServiceProvider services)
        where TMetadata : IFacetMetadata
    {
        var mapper = services.GetService<IAttributeToFactoryMapper<TMetadata>>()
            ?? throw new InvalidOperationException(
                $"Parameter {parameter.Name} of {parameter.Member.DeclaringType} is marked with {typeof(TMetadata).Name}, "
                + $"but no IAttributeToFactoryMapper<{typeof(TMetadata).Name}> is registered.");
        return mapper.GetFactory(parameter, metadata);
    }

    /// <summary>Compiled when the class is first used, for the life of the process: it depends on the class alone.</summary>
    private static class Compiled<TGrain>
    {
        public static readonly ObjectFactory Create = ActivatorUtilities.CreateFactory(
            typeof(TGrain),
            [
                .. Constructor(typeof(TGrain)).GetParameters()
                    .Where(static parameter => parameter.ParameterType == typeof(IGrainContext) || Facet(parameter) is not null)
                    .Select(static parameter => parameter.ParameterType),
            ]);
    }
}
