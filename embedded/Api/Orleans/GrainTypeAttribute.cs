namespace Orleans;

/// <summary>The stable name of a grain class in grain ids; without it the class's name in lower case, without the suffix "grain".</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public sealed class GrainTypeAttribute(string grainType) : Attribute
{
    internal string Name => grainType;
}
