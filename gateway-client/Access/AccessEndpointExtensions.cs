using Microsoft.AspNetCore.Builder;

namespace Vespid.Gateway.Access;

/// <summary>Says of routes who may call them.</summary>
internal static class AccessEndpointExtensions
{
    public static TBuilder ForAnyone<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new AnyoneRule());

    public static TBuilder ForUsers<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new UserRule());

    /// <summary>Owners and admins of the organisation in the path.</summary>
    public static TBuilder ForManagers<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new OrganizationRule());

    /// <summary>Every member of the organisation in the path.</summary>
    public static TBuilder ForMembers<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new OrganizationRule(AnyMember: true));

    public static TBuilder ForServices<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new ServiceRule());

    public static TBuilder ForWorkers<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new WorkerRule());
}
