using System.Reflection;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Orleans;

/// <summary>A call on its way, as call filters see it.</summary>
public interface IGrainCallContext
{
    /// <summary>The method and its arguments, which a filter may replace.</summary>
    IInvokable Request { get; }

    /// <summary>The grain instance that is called.</summary>
    object Grain { get; }

    /// <summary>The calling grain; null when the call comes from outside grains.</summary>
    GrainId? SourceId { get; }

    GrainId TargetId { get; }

    GrainInterfaceType InterfaceType { get; }

    string InterfaceName { get; }

    string MethodName { get; }

    MethodInfo InterfaceMethod { get; }

    /// <summary>What the call answered, once <see cref="Invoke"/> has completed; a filter may replace it.</summary>
    object? Result { get; set; }

    /// <summary>Goes on with the next filter, or with the grain's method after the last one.</summary>
    Task Invoke();
}
