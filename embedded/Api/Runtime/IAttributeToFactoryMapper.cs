using System.Reflection;

namespace Orleans.Runtime;

/// <summary>Turns a facet attribute on a constructor parameter into what makes the value. Registered as a service; asked once for each parameter of a grain class.</summary>
public interface IAttributeToFactoryMapper<in TMetadata>
    where TMetadata : IFacetMetadata
{
    Factory<IGrainContext, object> GetFactory(ParameterInfo parameter, TMetadata metadata);
}
