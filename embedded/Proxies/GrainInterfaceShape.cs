using System.Reflection;

namespace Vespid.Embedded.Proxies;

/// <summary>Which members a grain interface has, and whether they can be calls.</summary>
internal static class GrainInterfaceShape
{
    /// <summary>The methods of the interface and of those it derives from.</summary>
    /// <exception cref="NotSupportedException">A member cannot be a call.</exception>
    public static IEnumerable<MethodInfo> MethodsOf(Type interfaceType) =>
        interfaceType.GetInterfaces().Prepend(interfaceType)
            .SelectMany(static one => one.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(static method => method.IsAbstract)
            .Select(Checked);

    /// <summary>What a call of this return type results in; null for nothing.</summary>
    public static Type? ResultOf(Type returns) => returns.IsGenericType ? returns.GetGenericArguments()[0] : null;

    public static bool IsValueTask(Type returns) =>
        returns == typeof(ValueTask) || (returns.IsGenericType && returns.GetGenericTypeDefinition() == typeof(ValueTask<>));

    /// <summary>The names of the assemblies whose types the generated code mentions.</summary>
    public static IEnumerable<string> AssembliesOf(Type interfaceType, IEnumerable<GrainMethod> methods) =>
        methods.SelectMany(static method => method.Method.GetParameters().Select(static parameter => parameter.ParameterType).Append(method.Method.ReturnType))
            .Concat(interfaceType.GetInterfaces())
            .Append(interfaceType)
            .SelectMany(Mentioned)
            .Select(static type => type.Assembly.GetName().Name!)
            .Distinct();

    private static IEnumerable<Type> Mentioned(Type type) => type switch
    {
        { HasElementType: true } => Mentioned(type.GetElementType()!),
        { IsGenericType: true } => type.GetGenericArguments().SelectMany(Mentioned).Append(type),
        _ => [type],
    };

    private static MethodInfo Checked(MethodInfo method)
    {
        var returns = method.ReturnType;
        var isCall = returns == typeof(void) || returns == typeof(Task) || IsValueTask(returns)
            || (returns.IsGenericType && returns.GetGenericTypeDefinition() == typeof(Task<>));
        if (!isCall || method.IsSpecialName || method.IsGenericMethodDefinition || method.GetParameters().Any(static parameter => parameter.ParameterType.IsByRef))
        {
            throw new NotSupportedException(
                $"{method.DeclaringType}.{method.Name} cannot be a grain call: it must be a method without type parameters and by-reference parameters "
                + "that returns Task, ValueTask or void.");
        }

        if (method.GetParameters().Count(static parameter => parameter.ParameterType == typeof(CancellationToken)) > 1)
        {
            throw new NotSupportedException($"{method.DeclaringType}.{method.Name} takes more than one CancellationToken.");
        }

        return method;
    }
}
