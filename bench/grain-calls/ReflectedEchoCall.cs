using System.Reflection;
using Vespid.Embedded.Engine;

namespace Vespid.Bench.GrainCalls;

/// <summary>What needs neither emitted nor generated code.</summary>
internal sealed class ReflectedEchoCall : TaskCall<int>
{
    private static readonly MethodInfo Echo = typeof(IEchoGrain).GetMethod(nameof(IEchoGrain.Echo))!;

    public object?[] Arguments { get; set; } = [];

    public override Task Invoke(object grain) => (Task)Echo.Invoke(grain, Arguments)!;
}
