using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Vespid.Gateway.Console;
using Vespid.Gateway.Http;

namespace Vespid.Tests.Unit.Gateway;

public sealed class EdgeDocumentTests
{
    [Fact]
    public async Task The_document_describes_every_public_control_route()
    {
        await using var host = await EdgeHost.StartAsync();
        var document = (await host.SendAsync("GET", "/openapi/v1.json")).Body;
        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var described = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(operation => $"{operation.Name.ToUpperInvariant()} {path.Name}")).ToHashSet();
        var routes = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<PortMetadata>()!.Roles.Contains(PortRole.Control) && !Undescribed.Contains(route.RoutePattern.RawText)
                && route.Metadata.GetMetadata<ConsoleErrors>() is null)
            .Select(route => $"{route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0]} {"/" + route.RoutePattern.RawText!.Trim('/')}").ToHashSet();
        Assert.Equal(routes.Order(), described.Order());
    }

    [Fact]
    public async Task Every_operation_has_a_name_a_summary_its_parameters_and_its_answers()
    {
        await using var host = await EdgeHost.StartAsync();
        var document = (await host.SendAsync("GET", "/openapi/v1.json")).Body;
        var names = new HashSet<string>();
        foreach (var path in document.GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject())
            {
                var at = $"{operation.Name} {path.Name}";
                Assert.True(names.Add(operation.Value.GetProperty("operationId").GetString()!), at);
                Assert.False(string.IsNullOrEmpty(operation.Value.GetProperty("summary").GetString()), at);
                foreach (var segment in path.Name.Split('/').Where(segment => segment.StartsWith('{')))
                    Assert.True(Parameters(operation.Value).Contains(segment[1..^1]), at);
                var ok = operation.Value.GetProperty("responses").EnumerateObject().Single(response => response.Name[0] == '2');
                // An answer without a body has nothing to describe; all others are of one kind, JSON but for pictures.
                if (ok.Name != "204")
                    Assert.True(Assert.Single(ok.Value.GetProperty("content").EnumerateObject()).Value.TryGetProperty("schema", out _), at);
            }
        }
    }

    [Fact]
    public async Task The_document_says_nothing_of_the_process_it_comes_from()
    {
        await using var one = await EdgeHost.StartAsync();
        await using var two = await EdgeHost.StartAsync(options => options.IsProduction = false);
        var document = (await one.SendAsync("GET", "/openapi/v1.json")).Body.GetRawText();
        Assert.Equal(document, (await two.SendAsync("GET", "/openapi/v1.json")).Body.GetRawText());
        Assert.DoesNotContain("127.0.0.1", document, StringComparison.Ordinal);
    }

    /// <summary>
    /// The copy is what clients are generated from, so a change of the interface shows in a review. To take a change over: set
    /// <c>VESPID_UPDATE_DOCUMENTS</c> and run this test.
    /// </summary>
    [Fact]
    public async Task The_checked_in_copy_is_the_document()
    {
        await using var host = await EdgeHost.StartAsync();
        var document = (await host.SendAsync("GET", "/openapi/v1.json")).Body;
        var text = JsonSerializer.Serialize(document, Indented) + "\n";
        var path = Path.Combine(RepositoryRoot.Path, "docs", "openapi", "v1.json");
        if (Environment.GetEnvironmentVariable("VESPID_UPDATE_DOCUMENTS") is not null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, text);
        }

        Assert.Equal(await File.ReadAllTextAsync(path), text);
    }

    [Fact]
    public async Task A_partial_change_is_shown_as_the_values_that_it_takes()
    {
        await using var host = await EdgeHost.StartAsync();
        var schemas = (await host.SendAsync("GET", "/openapi/v1.json")).Body.GetProperty("components").GetProperty("schemas");
        var patch = schemas.GetProperty("AccountPatchRequest");
        Assert.Equal("""["null","string"]""", patch.GetProperty("properties").GetProperty("displayName").GetProperty("type").GetRawText().Replace(" ", "").Replace("\n", ""));
        Assert.Equal("boolean", patch.GetProperty("properties").GetProperty("enabled").GetProperty("type").GetString());
        Assert.Equal("object", patch.GetProperty("properties").GetProperty("metadata").GetProperty("type").GetString());
        Assert.False(patch.TryGetProperty("required", out _));
        Assert.Equal(["accountKey", "channelId"], schemas.GetProperty("AccountCreateRequest").GetProperty("required").EnumerateArray().Select(name => name.GetString()).Order());
    }

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly string?[] Undescribed = ["/stub/sent", "/openapi/{documentName}.json"];

    private static HashSet<string> Parameters(JsonElement operation) =>
        operation.TryGetProperty("parameters", out var parameters)
            ? [.. parameters.EnumerateArray().Where(parameter => parameter.GetProperty("in").GetString() == "path").Select(parameter => parameter.GetProperty("name").GetString()!)]
            : [];
}
