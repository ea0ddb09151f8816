namespace Vespid.GrainInterfaces.Control;

/// <summary>A field of a partial update: left as it is, or set (to null too).</summary>
/// <typeparam name="T">Type of the field.</typeparam>
/// <param name="IsSet">Whether to set it.</param>
/// <param name="Value">The value, when set.</param>
[GenerateSerializer]
[Immutable]
[Alias("vespid.change`1")]
public readonly record struct Change<T>([property: Id(0)] bool IsSet, [property: Id(1)] T? Value)
{
    public static implicit operator Change<T>(T? value) => new(true, value);

    public static Change<T> To(T? value) => new(true, value);
}
