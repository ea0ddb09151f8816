using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Vespid.Embedded;
using Vespid.Embedded.Engine;
using Vespid.Embedded.Proxies;

namespace Vespid.Bench.GrainCalls;

/// <summary>What is measured. Each takes seconds, and prints one line.</summary>
internal sealed class Measurements(IGrainFactory grains, EmbeddedSilo silo, TextWriter output)
{
    /// <summary>Length of a measurement.</summary>
    public required TimeSpan Span { get; init; }

    /// <summary>Whether a program will read it.</summary>
    public required bool AsJson { get; init; }

    private readonly TimeProvider _time = TimeProvider.System;

    public async Task CallsPerSecond(int callers, bool ownGrains)
    {
        await CallFor(callers, ownGrains, TimeSpan.FromSeconds(1));
        var allocated = GC.GetTotalAllocatedBytes();
        var started = _time.GetTimestamp();
        var calls = await CallFor(callers, ownGrains, Span);
        var seconds = _time.GetElapsedTime(started).TotalSeconds;
        var bytes = (GC.GetTotalAllocatedBytes() - allocated) / (double)calls;
        Print($"calls/s, {callers} callers, {(ownGrains ? "a grain each" : "one grain")}", calls / seconds, $"{bytes:F0} B allocated a call");
    }

    public async Task BytesPerIdleActivation(int activations)
    {
        await grains.GetGrain<IEchoGrain>("first").Echo(0);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var index = 0; index < activations; index++)
        {
            await grains.GetGrain<IEchoGrain>(string.Create(CultureInfo.InvariantCulture, $"idle-{index}")).Echo(index);
        }

        var after = GC.GetTotalMemory(forceFullCollection: true);
        Print("bytes per idle activation", (after - before) / (double)activations, $"{silo.GetStatistics().TotalActivations} activations in memory");
    }

    public async Task DeepChain(int depth)
    {
        var started = _time.GetTimestamp();
        var reached = await grains.GetGrain<IChainGrain>(depth).Descend(depth);
        Print("calls in one chain", reached, $"{_time.GetElapsedTime(started).TotalMilliseconds:F0} ms");
    }

    /// <summary>Start-up: what the first use of an interface costs, against the same code made by hand.</summary>
    public void ProxyCreation()
    {
        ProxyEmitter.Emit(typeof(IFirst));
        Type[] interfaces = [typeof(ISecond), typeof(IThird), typeof(IFourth), typeof(IFifth)];
        var emitted = MillisecondsEach(interfaces, static type => ProxyEmitter.Emit(type));
        DispatchProxy.Create(typeof(IFirst), typeof(IdleProxy));
        var dispatched = MillisecondsEach(interfaces, static type => DispatchProxy.Create(type, typeof(IdleProxy)));
        Print("ms to make one proxy of 8 methods", emitted, $"first use of an interface only; DispatchProxy {dispatched:F1}");
    }

    private double MillisecondsEach(Type[] interfaces, Action<Type> make)
    {
        var started = _time.GetTimestamp();
        Array.ForEach(interfaces, make);
        return _time.GetElapsedTime(started).TotalMilliseconds / interfaces.Length;
    }

    /// <summary>A call made and invoked without queues: the part in which a generated proxy can differ from a written one.</summary>
    public async Task ProxyOverhead()
    {
        var emitted = await NanosecondsPerCall(EmittedCall);
        var written = await NanosecondsPerCall(static (_, value) => new WrittenEchoCall { Value = value });
        var reflected = await NanosecondsPerCall(static (_, value) => new ReflectedEchoCall { Arguments = [value] });
        Print("ns to make and invoke a call, emitted", emitted, $"written by hand {written:F1}, by reflection {reflected:F1}");
    }

    private static readonly Type EchoCall = CallTypeOf(typeof(IEchoGrain));

    private static readonly Func<int, TaskCall<int>> EchoCallFactory = FactoryOf(EchoCall);

    private static TaskCall<int> EmittedCall(IEchoGrain _, int value) => EchoCallFactory(value);

    private static Type CallTypeOf(Type interfaceType)
    {
        var proxy = ProxyEmitter.Emit(interfaceType);
        return proxy.Methods[0].Arguments[0].DeclaringType!;
    }

    private static Func<int, TaskCall<int>> FactoryOf(Type call)
    {
        var value = System.Linq.Expressions.Expression.Parameter(typeof(int));
        var body = System.Linq.Expressions.Expression.MemberInit(
            System.Linq.Expressions.Expression.New(call),
            System.Linq.Expressions.Expression.Bind(call.GetField(CallTypeEmitter.ArgumentField(0))!, value));
        return System.Linq.Expressions.Expression.Lambda<Func<int, TaskCall<int>>>(body, value).Compile();
    }

    private async Task<double> NanosecondsPerCall(Func<IEchoGrain, int, TaskCall<int>> make)
    {
        const int Calls = 1_000_000;
        const int Rounds = 8;
        var grain = new LocalEcho();
        var best = double.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var started = _time.GetTimestamp();
            Repeat(make, grain, Calls);
            best = Math.Min(best, _time.GetElapsedTime(started).TotalNanoseconds / Calls);
            // Lets the optimised code be installed between rounds.
            await Task.Delay(TimeSpan.FromMilliseconds(100), _time);
        }

        return best;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Repeat(Func<IEchoGrain, int, TaskCall<int>> make, LocalEcho grain, int calls)
    {
        for (var index = 0; index < calls; index++)
        {
            make(grain, index).Invoke(grain);
        }
    }

    private async Task<long> CallFor(int callers, bool ownGrains, TimeSpan span)
    {
        using var end = new CancellationTokenSource(span);
        var token = end.Token;
        var counts = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Factory.StartNew(
            () => CallUntil(grains.GetGrain<IEchoGrain>(ownGrains ? $"own-{caller}" : "shared"), token),
            CancellationToken.None,
            TaskCreationOptions.None,
            TaskScheduler.Default).Unwrap()));
        return counts.Sum();
    }

    private static async Task<long> CallUntil(IEchoGrain grain, CancellationToken end)
    {
        var calls = 0L;
        for (; !end.IsCancellationRequested; calls++)
        {
            await grain.Echo((int)calls);
        }

        return calls;
    }

    private void Print(string what, double value, string remark) => output.WriteLine(AsJson
        ? JsonSerializer.Serialize(new { what, value, remark })
        : string.Create(CultureInfo.InvariantCulture, $"{what,-44} {value,14:N1}   {remark}"));
}
