using Microsoft.AspNetCore.Routing;
using Vespid.Silo.Configuration;
using Vespid.Silo.Hosting;
using Vespid.Tests.Integration.Support;

namespace Vespid.Tests.Integration;

/// <summary>Tests that walk the whole control API walk its document; so the document must hold every route that is really mapped.</summary>
[Collection(SharedHostCollection.Name)]
public sealed class RouteTableTests(SharedHost shared)
{
    [Fact]
    public async Task Every_route_of_the_control_api_that_is_mapped_stands_in_its_document()
    {
        using var folder = new TemporaryFolder();
        var settings = HostSettings.Read(EnvironmentValues.Of(new Dictionary<string, string> { ["VESPID_DATA_DIR"] = folder.Path }), keepKeys: false);
        await using var app = VespidHost.Build(settings);
        var mapped = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["ANY"]).Select(method => $"{method} /{endpoint.RoutePattern.RawText!.Trim('/')}"))
            .Where(route => route.Contains(" /v1/", StringComparison.Ordinal) || route.Contains(" /internal/", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        var described = (await ControlRoutes.ReadAsync(shared.Host)).Select(route => $"{route.Method} {route.Path}").ToHashSet(StringComparer.Ordinal);

        Assert.InRange(mapped.Count, 60, int.MaxValue);
        Assert.Equal([], mapped.Where(route => !described.Contains(route)));
    }
}
