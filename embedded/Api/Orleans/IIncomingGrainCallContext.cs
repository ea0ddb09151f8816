using System.Reflection;
using Orleans.Runtime;

namespace Orleans;

/// <summary>A call that has reached its activation.</summary>
public interface IIncomingGrainCallContext : IGrainCallContext
{
    /// <summary>The method of the grain class.</summary>
    MethodInfo ImplementationMethod { get; }

    IGrainContext TargetContext { get; }
}
