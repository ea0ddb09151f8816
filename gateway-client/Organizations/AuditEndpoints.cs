using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Vespid.Gateway.Access;
using Vespid.Gateway.Http;
using Vespid.Storage.Queries;

namespace Vespid.Gateway.Organizations;

/// <summary>The audit trail of an organisation.</summary>
internal static class AuditEndpoints
{
    public static void MapAudit(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/orgs/{orgId}/audit", ListAsync).ForManagers().WithTags("Organisations").WithName("listAuditEvents")
            .WithSummary("Who did what, newest first").ProducesErrors(400, 401, 403, 503);

    private static async Task<Results<Ok<AuditList>, RefusalResult>> ListAsync(
        OrganizationScope scope, int? limit, string? cursor, IOrganizationQueries organizations, CancellationToken cancellationToken)
    {
        if (!Paging.TryRead(limit, cursor, out var page, out var fault))
            return fault;
        var found = await organizations.AuditAsync(scope.OrganizationId, page, cancellationToken);
        return TypedResults.Ok(new AuditList([.. found.Items.Select(AuditAnswer.From)], found.NextCursor));
    }
}
