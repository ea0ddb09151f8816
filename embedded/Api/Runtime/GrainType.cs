namespace Orleans.Runtime;

/// <summary>The stable name of a grain class.</summary>
public readonly struct GrainType(IdSpan id) : IEquatable<GrainType>, IComparable<GrainType>
{
    public IdSpan Value => id;

    public bool IsDefault => id.IsDefault;

    public static GrainType Create(string value) => new(IdSpan.Create(value));

    /// <inheritdoc cref="IdSpan.GetUniformHashCode"/>
    public uint GetUniformHashCode() => id.GetUniformHashCode();

    public int CompareTo(GrainType other) => id.CompareTo(other.Value);

    public bool Equals(GrainType obj) => id.Equals(obj.Value);

    public override bool Equals(object? obj) => obj is GrainType other && Equals(other);

    public override int GetHashCode() => id.GetHashCode();

    public override string? ToString() => id.ToString();

    public static bool operator ==(GrainType left, GrainType right) => left.Equals(right);

    public static bool operator !=(GrainType left, GrainType right) => !left.Equals(right);
}
