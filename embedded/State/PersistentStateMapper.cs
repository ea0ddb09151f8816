using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Storage;

namespace Vespid.Embedded.State;

/// <summary>Makes <see cref="IPersistentState{TState}"/> for parameters marked with <see cref="PersistentStateAttribute"/>.</summary>
internal sealed class PersistentStateMapper : IAttributeToFactoryMapper<PersistentStateAttribute>
{
    private static readonly MethodInfo CreateMethod =
        typeof(PersistentStateMapper).GetMethod(nameof(Create), BindingFlags.Static | BindingFlags.NonPublic)!;

    public Factory<IGrainContext, object> GetFactory(ParameterInfo parameter, PersistentStateAttribute metadata)
    {
        var type = parameter.ParameterType;
        if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(IPersistentState<>))
        {
            throw new ArgumentException(
                $"Parameter {parameter.Name} of {parameter.Member.DeclaringType} is marked with [PersistentState], so its type must be IPersistentState<TState>.");
        }

        var name = string.IsNullOrEmpty(metadata.StateName) ? parameter.Name! : metadata.StateName;
        var create = CreateMethod.MakeGenericMethod(type.GetGenericArguments()).CreateDelegate<Func<IGrainContext, string, string?, object>>();
        return context => create(context, name, metadata.StorageName);
    }

    private static PersistentState<TState> Create<TState>(IGrainContext context, string name, string? storageName)
    {
        var services = context.ActivationServices;
        var storage = string.IsNullOrWhiteSpace(storageName) ? services.GetService<IGrainStorage>() : services.GetKeyedService<IGrainStorage>(storageName);
        return new PersistentState<TState>(context, storage ?? throw Missing(context, storageName), name);
    }

    private static BadProviderConfigException Missing(IGrainContext context, string? storageName) => new(
        string.IsNullOrWhiteSpace(storageName)
            ? $"No default storage provider found loading grain type {context.GrainId.Type}."
            : $"No storage provider named \"{storageName}\" found loading grain type {context.GrainId.Type}.");
}
