using Vespid.Embedded.Engine;

namespace Vespid.Bench.GrainCalls;

/// <summary>What a source generator would write.</summary>
internal sealed class WrittenEchoCall : TaskCall<int>
{
    public int Value { get; set; }

    public override Task Invoke(object grain) => ((IEchoGrain)grain).Echo(Value);
}
