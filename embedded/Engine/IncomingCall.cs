using System.Reflection;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Vespid.Embedded.Engine;

/// <summary>Takes a call through the filters to the grain's method.</summary>
internal sealed class IncomingCall : IIncomingGrainCallContext
{
    private readonly GrainCall _call;
    private readonly Activation _activation;
    private readonly IReadOnlyList<IIncomingGrainCallFilter> _filters;
    private int _next;

    private IncomingCall(GrainCall call, Activation activation)
    {
        _call = call;
        _activation = activation;
        _filters = activation.Filters;
    }

    public IInvokable Request => _call;

    public object Grain => _activation.Instance;

    public GrainId? SourceId => _call.Source?.GrainId;

    public GrainId TargetId => _activation.GrainId;

    public GrainInterfaceType InterfaceType => _call.Reference.InterfaceType;

    public string InterfaceName => _call.Reference.InterfaceName;

    public string MethodName => _call.Method.Name;

    public MethodInfo InterfaceMethod => _call.Method.Method;

    public MethodInfo ImplementationMethod => _activation.Class.Implementation(_call.Method.Method);

    public IGrainContext TargetContext => _activation;

    public object? Result { get; set; }

    /// <returns>The result as the filters left it.</returns>
    public static async Task<object?> Run(GrainCall call, Activation activation)
    {
        var incoming = new IncomingCall(call, activation);
        await incoming.Invoke();
        return incoming.Result;
    }

    public async Task Invoke()
    {
        if (_next < _filters.Count)
        {
            await _filters[_next++].Invoke(this);
            return;
        }

        var result = _call.Invoke(_activation.Instance) ?? throw new InvalidOperationException($"{_call} returned no task.");
        await result;
        Result = _call.ResultOf(result);
    }
}
