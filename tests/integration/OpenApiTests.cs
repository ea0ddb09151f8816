using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Vespid.Tests.Integration.Support;

namespace Vespid.Tests.Integration;

/// <summary>The document that the whole program serves is the one that is checked in.</summary>
[Collection(SharedHostCollection.Name)]
public sealed class OpenApiTests(SharedHost shared)
{
    private const string Update = "VESPID_UPDATE_DOCUMENTS";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task The_served_document_is_the_checked_in_copy()
    {
        var path = Path.Combine(Root(), "docs", "openapi", "v1.json");
        var served = JsonNode.Parse(await shared.Host.GetTextAsync(new Uri(shared.Host.Control, "/openapi/v1.json")))!;
        if (Environment.GetEnvironmentVariable(Update) is not null)
            await File.WriteAllTextAsync(path, served.ToJsonString(Indented) + "\n");

        Assert.StartsWith("3.1", (string?)served["openapi"], StringComparison.Ordinal);
        Assert.True(
            JsonNode.DeepEquals(JsonNode.Parse(await File.ReadAllTextAsync(path)), served),
            $"docs/openapi/v1.json is not what the program serves. To take the change over: {Update}=1 dotnet test tests/integration --filter {nameof(OpenApiTests)}");
    }

    [Fact]
    public async Task Every_described_operation_is_there()
    {
        var missing = new List<string>();
        foreach (var route in await ControlRoutes.ReadAsync(shared.Host))
        {
            const string nobody = "11111111-1111-7111-8111-111111111111";
            var answer = await RawHttp.SendAsync(route.Method, new Uri(shared.Host.Control, route.PathWith(nobody, nobody, nobody)));
            if (answer.Status is 404 or 405 || answer.Status >= 500)
                missing.Add($"{route.Method} {route.Path}: {answer.Status}");
        }

        Assert.Empty(missing);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not lie within the repository.");
        return folder.FullName;
    }
}
