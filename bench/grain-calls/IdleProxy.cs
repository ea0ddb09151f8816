using System.Reflection;

namespace Vespid.Bench.GrainCalls;

/// <summary>The least that the run-time's own proxies need.</summary>
public class IdleProxy : DispatchProxy
{
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => null;
}
