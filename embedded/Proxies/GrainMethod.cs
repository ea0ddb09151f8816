using System.Reflection;
using Orleans.Concurrency;

namespace Vespid.Embedded.Proxies;

/// <summary>What the engine needs to know of a method of a grain interface, read once from its attributes.</summary>
internal sealed class GrainMethod
{
    private FieldInfo[]? _arguments;

    public GrainMethod(MethodInfo method)
    {
        Method = method;
        IsOneWay = method.ReturnType == typeof(void) || method.IsDefined(typeof(OneWayAttribute));
        MayAlwaysInterleave = method.IsDefined(typeof(AlwaysInterleaveAttribute));
        IsReadOnly = method.IsDefined(typeof(ReadOnlyAttribute));
        ResponseTimeout = method.GetCustomAttribute<ResponseTimeoutAttribute>()?.Timeout;
        TakesToken = method.GetParameters().Any(static parameter => parameter.ParameterType == typeof(CancellationToken));
    }

    public MethodInfo Method { get; }

    public string Name => Method.Name;

    public bool IsOneWay { get; }

    public bool MayAlwaysInterleave { get; }

    public bool IsReadOnly { get; }

    public TimeSpan? ResponseTimeout { get; }

    public bool TakesToken { get; }

    public int ArgumentCount => Arguments.Length;

    /// <summary>The fields of the generated call that hold the arguments. Only filters and the strict mode look at them.</summary>
    public FieldInfo[] Arguments => _arguments ?? [];

    public void Bind(Type callType) =>
        _arguments = [.. Method.GetParameters().Select((_, index) => callType.GetField(CallTypeEmitter.ArgumentField(index))!)];
}
