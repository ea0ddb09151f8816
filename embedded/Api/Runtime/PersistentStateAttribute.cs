namespace Orleans.Runtime;

/// <summary>Marks a constructor parameter of type <see cref="IPersistentState{TState}"/>.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public class PersistentStateAttribute(string stateName, string storageName = null!) : Attribute, IFacetMetadata, IPersistentStateConfiguration
{
    public string StateName => stateName;

    public string StorageName => storageName;
}
