using System.Reflection;
using System.Runtime.ExceptionServices;
using Orleans.Runtime;
using Vespid.Embedded.Engine;

namespace Vespid.Embedded.Proxies;

/// <summary>The generated reference class of a grain interface, made when the interface is first used and kept for the life of the process.</summary>
internal sealed class ProxyType(Func<GrainInterface, GrainId, GrainReference> create, GrainMethod[] methods)
{
    public GrainMethod[] Methods => methods;

    /// <exception cref="NotSupportedException">The interface has members that cannot be grain calls.</exception>
    public static ProxyType Of(Type interfaceType)
    {
        try
        {
            return (ProxyType)typeof(Holder<>).MakeGenericType(interfaceType).GetField(nameof(Holder<object>.Value))!.GetValue(null)!;
        }
        catch (Exception fault) when (fault is TypeInitializationException or TargetInvocationException && Innermost(fault) is { } cause)
        {
            ExceptionDispatchInfo.Throw(cause);
            throw;
        }
    }

    public GrainReference Create(GrainInterface grainInterface, GrainId grainId) => create(grainInterface, grainId);

    private static Exception? Innermost(Exception fault) =>
        fault is TypeInitializationException or TargetInvocationException && fault.InnerException is { } inner ? Innermost(inner) : fault;

    private static class Holder<TInterface>
    {
        public static readonly ProxyType Value = ProxyEmitter.Emit(typeof(TInterface));
    }
}
