using System.Reflection;

namespace Orleans.Serialization.Invocation;

/// <summary>A method with its arguments.</summary>
public interface IInvokable : IDisposable
{
    int GetArgumentCount();

    /// <exception cref="ArgumentOutOfRangeException">There is no such argument.</exception>
    object? GetArgument(int index);

    /// <exception cref="ArgumentOutOfRangeException">There is no such argument.</exception>
    /// <exception cref="InvalidCastException">The value is not of the parameter's type.</exception>
    void SetArgument(int index, object value);

    string GetMethodName();

    string GetInterfaceName();

    Type GetInterfaceType();

    MethodInfo GetMethod();

    /// <summary>The token the caller passed, or none.</summary>
    CancellationToken GetCancellationToken();

    /// <summary>The method's own response time-out, if it has one.</summary>
    TimeSpan? GetDefaultResponseTimeout();
}
