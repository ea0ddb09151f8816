using System.Reflection;

namespace Vespid.Tests.Unit.Gateway;

/// <summary>A stand-in for an interface: answers the calls it was told of, and fails the test on any other.</summary>
internal class Fake<T> : DispatchProxy
    where T : class
{
    private readonly Dictionary<string, Func<object?[], object?>> _answers = new(StringComparer.Ordinal);

    public List<(string Method, object?[] Arguments)> Calls { get; } = [];

    public static (T Object, Fake<T> Control) Create()
    {
        var proxy = Create<T, Fake<T>>();
        return (proxy, (Fake<T>)(object)proxy);
    }

    public Fake<T> On(string method, Func<object?[], object?> answer)
    {
        _answers[method] = answer;
        return this;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        lock (Calls)
            Calls.Add((targetMethod!.Name, args!));
        return _answers.TryGetValue(targetMethod.Name, out var answer)
            ? answer(args!)
            : throw new InvalidOperationException($"Nobody said what {typeof(T).Name}.{targetMethod.Name} answers.");
    }
}
