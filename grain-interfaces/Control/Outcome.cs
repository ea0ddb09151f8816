namespace Vespid.GrainInterfaces.Control;

/// <summary>A value, or why there is none.</summary>
/// <typeparam name="T">Value.</typeparam>
/// <param name="Value">Set when <see cref="Refusal"/> is null.</param>
/// <param name="Refusal">Why not.</param>
[GenerateSerializer]
[Immutable]
[Alias("vespid.outcome`1")]
public sealed record Outcome<T>([property: Id(0)] T? Value, [property: Id(1)] Refusal? Refusal)
{
    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Refusal refusal) => new(default, refusal);
}
