using System.Text.Json.Nodes;

namespace Vespid.Tests.Integration.Support;

/// <summary>One operation of the control API, as its own document describes it.</summary>
internal sealed record ControlRoute(HttpMethod Method, string Path, bool HasBody, IReadOnlyList<string> Parameters, string? Scheme)
{
    /// <summary>The path with ids in it.</summary>
    /// <param name="organization">For <c>orgId</c>.</param>
    /// <param name="account">For <c>accountId</c>.</param>
    /// <param name="other">For every other parameter.</param>
    public string PathWith(string organization, string account, string other) => string.Join('/', Path.Split('/').Select(segment => segment switch
    {
        "{orgId}" => organization,
        "{accountId}" => account,
        "{action}" => "start",
        ['{', ..] => other,
        _ => segment,
    }));

    /// <summary>Who calls, in the way the route asks for.</summary>
    public (string Name, string Value)[] HeadersOf(ApiClient client, string workerToken = "") => Scheme switch
    {
        "worker" => [("authorization", $"Bearer {workerToken}")],
        "service" => [("x-service-token", SharedHost.ServiceToken)],
        _ => ControlRoutes.Headers(client),
    };
}

/// <summary>The whole route table.</summary>
internal static class ControlRoutes
{
    public static (string Name, string Value)[] Headers(ApiClient client) => [("authorization", $"Bearer {client.Token}"), ("x-org-id", client.Organization)];

    public static async Task<IReadOnlyList<ControlRoute>> ReadAsync(HostProcess host)
    {
        var document = JsonNode.Parse(await host.GetTextAsync(new Uri(host.Control, "/openapi/v1.json")))!;
        return
        [
            .. document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(operation => new ControlRoute(
                HttpMethod.Parse(operation.Key.ToUpperInvariant()),
                path.Key,
                operation.Value!["requestBody"] is not null,
                [.. (operation.Value["parameters"]?.AsArray() ?? []).Select(parameter => (string)parameter!["name"]!)],
                operation.Value["security"]?.AsArray().FirstOrDefault()?.AsObject().First().Key))),
        ];
    }
}
