using System.Net;
using System.Text.Json.Nodes;
using Vespid.Tests.Integration.Support;

namespace Vespid.Tests.Integration;

/// <summary>Who may do what in an organisation.</summary>
[Collection(SharedHostCollection.Name)]
public sealed class ControlApiTestsOfRoles(SharedHost shared)
{
    [Fact]
    public async Task The_organisation_of_a_call_is_checked_step_by_step()
    {
        using var client = await ApiClient.SignUpAsync(shared.Host, "context@example.com");
        using var stranger = await ApiClient.SignUpAsync(shared.Host, "context-stranger@example.com");
        var bearer = ("authorization", $"Bearer {client.Token}");
        var context = ("x-org-id", client.Organization);
        await ExpectAsync(401, "UNAUTHORIZED", context);
        await ExpectAsync(401, "UNAUTHORIZED", ("authorization", "Bearer nonsense"), context);
        await ExpectAsync(401, "UNAUTHORIZED", ("authorization", $"Bearer {client.Token[..^2]}xx"), context);
        foreach (var signature in (string[])["", "x", "!!!", "=", new string('A', 43), new string('A', 500)])
            await ExpectAsync(401, "UNAUTHORIZED", ("authorization", $"Bearer {client.Token[..client.Token.LastIndexOf('.')]}.{signature}"), context);
        await ExpectAsync(401, "UNAUTHORIZED", ("cookie", $"vespid_session={client.Token[..^2]}xx"), context);
        await ExpectAsync(401, "UNAUTHORIZED", ("authorization", $"Basic {client.Token}"), context);
        await ExpectAsync(400, "ORG_CONTEXT_REQUIRED", bearer);
        await ExpectAsync(400, "INVALID_ORG_CONTEXT", bearer, ("x-org-id", "nonsense"));
        await ExpectAsync(400, "INVALID_ORG_CONTEXT", bearer, ("x-org-id", stranger.Organization));
        await ExpectAsync(403, "ORG_ACCESS_DENIED", ("authorization", $"Bearer {stranger.Token}"), context);
        await ExpectAsync(200, null, bearer, context);

        async Task ExpectAsync(int status, string? code, params (string, string)[] headers)
        {
            var answer = await RawHttp.SendAsync(HttpMethod.Get, new Uri(shared.Host.Control, $"/v1/orgs/{client.Organization}/channels/accounts"), headers: headers);
            Assert.Equal((status, code), (answer.Status, answer.Code));
        }
    }

    [Fact]
    public async Task A_member_may_look_at_members_and_at_nothing_else()
    {
        using var owner = await ApiClient.SignUpAsync(shared.Host, "roles-owner@example.com");
        using var member = await ApiClient.SignUpAsync(shared.Host, "roles-member@example.com");
        await owner.OrganizationAsync(HttpMethod.Post, "/members", new JsonObject { ["email"] = "ROLES-member@example.com" });
        var account = await owner.AddAccountAsync("telegram", "roles");
        string[] open = ["/v1/orgs/{orgId}/members", "/v1/orgs/{orgId}"];
        var wrong = new List<string>();
        foreach (var route in (await ControlRoutes.ReadAsync(shared.Host)).Where(route => route.Path.StartsWith("/v1/orgs/{orgId}", StringComparison.Ordinal)))
        {
            var answer = await RawHttp.SendAsync(
                route.Method,
                new Uri(shared.Host.Control, route.PathWith(owner.Organization, account, account)),
                route.HasBody ? "{}"u8.ToArray() : null,
                headers: [("authorization", $"Bearer {member.Token}"), ("x-org-id", owner.Organization)]);
            var expected = route.Method == HttpMethod.Get && open.Contains(route.Path) ? 200 : 403;
            if (answer.Status != expected)
                wrong.Add($"{route.Method} {route.Path}: expected {expected}, got {answer.Status} {answer.Text}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task Only_owners_make_owners_and_the_last_one_stays()
    {
        using var owner = await ApiClient.SignUpAsync(shared.Host, "owner@example.com");
        using var admin = await ApiClient.SignUpAsync(shared.Host, "admin@example.com");
        var ownerId = await UserIdAsync(owner);
        var adminId = await UserIdAsync(admin);
        await ControlApiTests.RefusedAsync(owner, HttpStatusCode.NotFound, "NOT_FOUND", HttpMethod.Post, "/members", new JsonObject { ["email"] = "nobody@example.com" });
        await owner.OrganizationAsync(HttpMethod.Put, $"/members/{adminId}", new JsonObject { ["role"] = "admin" });
        Assert.Equal(["owner", "admin"], (await owner.OrganizationAsync(HttpMethod.Get, "/members"))["members"]!.AsArray().Select(member => (string)member!["role"]!));

        await AsAdminAsync(403, "FORBIDDEN", HttpMethod.Put, $"/members/{adminId}", new JsonObject { ["role"] = "owner" });
        await AsAdminAsync(403, "FORBIDDEN", HttpMethod.Put, $"/members/{ownerId}", new JsonObject { ["role"] = "member" });
        await AsAdminAsync(403, "FORBIDDEN", HttpMethod.Delete, $"/members/{ownerId}");
        await AsAdminAsync(400, "BAD_REQUEST", HttpMethod.Put, $"/members/{adminId}", new JsonObject { ["role"] = "king" });
        await ControlApiTests.RefusedAsync(owner, HttpStatusCode.Conflict, "LAST_OWNER", HttpMethod.Put, $"/members/{ownerId}", new JsonObject { ["role"] = "member" });
        await ControlApiTests.RefusedAsync(owner, HttpStatusCode.Conflict, "LAST_OWNER", HttpMethod.Delete, $"/members/{ownerId}");

        await owner.OrganizationAsync(HttpMethod.Put, $"/members/{adminId}", new JsonObject { ["role"] = "owner" });
        await owner.OrganizationAsync(HttpMethod.Delete, $"/members/{ownerId}");
        await ControlApiTests.RefusedAsync(owner, HttpStatusCode.Forbidden, "ORG_ACCESS_DENIED", HttpMethod.Get, "/members");
        Assert.Null((await owner.ControlAsync(HttpMethod.Get, "/v1/me")).Body!["defaultOrgId"]);

        async Task AsAdminAsync(int status, string code, HttpMethod method, string path, JsonNode? body = null)
        {
            var answer = await RawHttp.SendAsync(
                method,
                new Uri(shared.Host.Control, $"/v1/orgs/{owner.Organization}{path}"),
                body is null ? null : System.Text.Encoding.UTF8.GetBytes(body.ToJsonString()),
                headers: [("authorization", $"Bearer {admin.Token}"), ("x-org-id", owner.Organization)]);
            Assert.True((status, code) == (answer.Status, answer.Code), $"{method} {path}: {answer.Status} {answer.Text}");
        }
    }

    [Fact]
    public async Task An_organisation_is_made_by_whom_it_then_belongs_to()
    {
        using var client = await ApiClient.SignUpAsync(shared.Host, "orgs@example.com");
        var (status, created) = await client.ControlAsync(HttpMethod.Post, "/v1/orgs", new JsonObject { ["name"] = "  Second  " });
        Assert.Equal((HttpStatusCode.Created, "Second"), (status, (string?)created!["organization"]!["name"]));
        var (_, listed) = await client.ControlAsync(HttpMethod.Get, "/v1/orgs");
        Assert.Equal(["orgs", "Second"], listed!["organizations"]!.AsArray().Select(organization => (string)organization!["name"]!));

        await ControlApiTests.RefusedAsync(client, HttpStatusCode.BadRequest, "BAD_REQUEST", HttpMethod.Patch, "", new JsonObject { ["agentKind"] = "odd" });
        await ControlApiTests.RefusedAsync(client, HttpStatusCode.BadRequest, "BAD_REQUEST", HttpMethod.Patch, "", new JsonObject { ["name"] = null });
        await ControlApiTests.RefusedAsync(client, HttpStatusCode.Forbidden, "FORBIDDEN", HttpMethod.Patch, "", new JsonObject { ["monthlyRunLimit"] = null });
        var renamed = await client.OrganizationAsync(HttpMethod.Patch, "", new JsonObject { ["name"] = "First", ["agentSecret"] = "a secret of some length" });
        Assert.Equal(("First", true), ((string?)renamed["organization"]!["name"], (bool)renamed["organization"]!["hasAgentSecret"]!));
        Assert.DoesNotContain("some length", renamed.ToJsonString(), StringComparison.Ordinal);
    }

    private static async Task<string> UserIdAsync(ApiClient client) => (string)(await client.ControlAsync(HttpMethod.Get, "/v1/me")).Body!["user"]!["id"]!;
}
