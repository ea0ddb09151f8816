namespace Orleans.Concurrency;

/// <summary>Wraps a value that is not changed after it has been passed.</summary>
[GenerateSerializer]
[Immutable]
public readonly struct Immutable<T>(T value)
{
    [Id(0)]
    public readonly T Value = value;
}
