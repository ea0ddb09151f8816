namespace Orleans;

/// <summary>Marks attributes on constructor parameters of grains whose values a factory makes for each activation.</summary>
public interface IFacetMetadata;
