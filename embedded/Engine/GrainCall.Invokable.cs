using System.Reflection;

namespace Vespid.Embedded.Engine;

/// <summary>The call as filters see it.</summary>
internal abstract partial class GrainCall
{
    public int GetArgumentCount() => Method.ArgumentCount;

    public object? GetArgument(int index) => ArgumentAt(index).GetValue(this);

    public void SetArgument(int index, object value) => ArgumentAt(index).SetValue(this, value);

    public string GetMethodName() => Method.Name;

    public string GetInterfaceName() => Reference.InterfaceName;

    public Type GetInterfaceType() => Method.Method.DeclaringType!;

    public MethodInfo GetMethod() => Method.Method;

    public virtual CancellationToken GetCancellationToken() => default;

    public TimeSpan? GetDefaultResponseTimeout() => Method.ResponseTimeout;

    /// <summary>Lets go of the caller's token.</summary>
    public void Dispose() => _cancellation?.Dispose();

    private FieldInfo ArgumentAt(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Method.Arguments.Length);
        return Method.Arguments[index];
    }
}
