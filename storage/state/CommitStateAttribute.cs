namespace Vespid.Storage.State;

/// <summary>Injects an <see cref="ICommitState{TState}"/> into a grain's constructor.</summary>
/// <param name="name">First segment of the state key, for example <c>conversation</c>; the grain's key follows.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class CommitStateAttribute(string name) : Attribute, IFacetMetadata
{
    /// <summary>First segment of the state key.</summary>
    public string Name { get; } = name;
}
