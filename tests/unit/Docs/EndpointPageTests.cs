using Microsoft.AspNetCore.Routing;
using Vespid.Gateway.Access;
using Vespid.Gateway.Console;
using Vespid.Gateway.Edges;
using Vespid.Gateway.Hosting;
using Vespid.Gateway.Http;

namespace Vespid.Tests.Unit.Docs;

/// <summary>The endpoints of <c>docs/reference.md</c> are the routes that the host maps.</summary>
public sealed class EndpointPageTests
{
    [Fact]
    public async Task Every_route_has_one_row_with_its_method_port_and_caller_and_no_row_names_another()
    {
        await using var host = new DevelopmentHost();
        var rows = Page.Open("docs/reference.md").Table("Method", "Path", "Port", "Who", "What")
            .Select(row => string.Join(" | ", row[0], row[1].Trim('`'), row[2], row[3]));

        Assert.Equal(host.Routes.Select(Row).Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
    }

    private static string Row(RouteEndpoint route) => string.Join(
        " | ",
        string.Join(", ", route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["any"]),
        "/" + route.RoutePattern.RawText!.Trim('/'),
        string.Join(", ", route.Metadata.GetMetadata<PortMetadata>()!.Roles.Select(PortOf).Order()),
        WhoMayCall(route.Metadata.GetMetadata<AccessRule>()));

    private static int PortOf(PortRole role) => role switch
    {
        PortRole.Control => GatewayDefaults.ControlPort,
        PortRole.Ingress => GatewayDefaults.IngressPort,
        PortRole.Health => GatewayDefaults.HealthPort,
        _ => GatewayDefaults.MetricsPort,
    };

    private static string WhoMayCall(AccessRule? rule) => rule switch
    {
        null or AnyoneRule => "anyone",
        UserRule => "user",
        WorkerRule => "worker",
        ServiceRule => "service",
        EdgeRule edge => edge.AnonymousToo ? "edge or anyone" : "edge",
        FleetRule fleet => fleet.OperatorOnly ? "fleet operator" : "fleet",
        OrganizationRule organization => (organization.AnyMember ? "member" : "manager") + (organization.OperatorToo ? " or operator" : ""),
        ConsoleRule console => console.Audience switch
        {
            ConsoleAudience.User => "page for users",
            ConsoleAudience.Admin => "page for admins",
            _ => "page for operators",
        },
        _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, "a rule that the page has no word for"),
    };
}
