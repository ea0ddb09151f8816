using System.Text;
using System.Text.Json.Nodes;
using Vespid.Tests.Integration.Support;

namespace Vespid.Tests.Integration;

/// <summary>Whatever comes in at the control API is answered by 4xx, with a code, and changes nothing.</summary>
[Collection(SharedHostCollection.Name)]
public sealed class BadInputTestsOfControl(SharedHost shared)
{
    private const string Json = "application/json";

    [Fact]
    public async Task No_route_with_a_body_takes_a_bad_one()
    {
        using var client = await ApiClient.SignUpAsync(shared.Host, "bad-control@example.com");
        var account = await client.AddAccountAsync("telegram", "bad-control");
        var worker = (string)(await client.OrganizationAsync(HttpMethod.Post, "/worker-tokens", new JsonObject { ["name"] = "w" }))["token"]!;
        var routes = await ControlRoutes.ReadAsync(shared.Host);
        var wrong = new List<string>();
        foreach (var route in routes.Where(route => route.HasBody))
        {
            var url = new Uri(shared.Host.Control, route.PathWith(client.Organization, account, "11111111-1111-7111-8111-111111111111"));
            foreach (var (name, body, contentType, statuses) in BadBodies())
            {
                var answer = await RawHttp.SendAsync(route.Method, url, body, contentType, headers: route.HeadersOf(client, worker));
                // What is the deployment's operator's alone is refused before the body is looked at; EdgesBadInputTests comes as the operator.
                var isRefusedFirst = answer.Status == 403 && route.Path.StartsWith("/api/", StringComparison.Ordinal);
                if (!(statuses.Contains(answer.Status) || isRefusedFirst) || answer.Code is null)
                    wrong.Add($"{name} at {route.Method} {route.Path}: {answer.Status} {answer.Text}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Single((await client.OrganizationAsync(HttpMethod.Get, "/channels/accounts"))["accounts"]!.AsArray());
    }

    [Fact]
    public async Task Field_by_field_an_account_takes_only_what_it_should()
    {
        using var client = await ApiClient.SignUpAsync(shared.Host, "bad-fields@example.com");
        (string Field, string Members)[] cases =
        [
            ("channelId", """ "accountKey":"k" """),
            ("channelId", """ "channelId":"fax","accountKey":"k" """),
            ("channelId", """ "channelId":7,"accountKey":"k" """),
            ("accountKey", """ "channelId":"irc" """),
            ("accountKey", """ "channelId":"irc","accountKey":"" """),
            ("accountKey", """ "channelId":"irc","accountKey":"   " """),
            ("accountKey", $""" "channelId":"irc","accountKey":"{new string('k', 121)}" """),
            ("accountKey", """ "channelId":"irc","accountKey":"a\u0000b" """),
            ("accountKey", """ "channelId":"irc","accountKey":"a\ud800b" """),
            ("displayName", """ "channelId":"irc","accountKey":"k","displayName":"" """),
            ("displayName", """ "channelId":"irc","accountKey":"k","displayName":["x"] """),
            ("enabled", """ "channelId":"irc","accountKey":"k","enabled":"yes" """),
            ("dmPolicy", """ "channelId":"irc","accountKey":"k","dmPolicy":"everybody" """),
            ("groupPolicy", """ "channelId":"irc","accountKey":"k","groupPolicy":"pairing" """),
            ("requireMentionInGroup", """ "channelId":"irc","accountKey":"k","requireMentionInGroup":1 """),
            ("webhookUrl", """ "channelId":"irc","accountKey":"k","webhookUrl":"file:///etc/passwd" """),
            ("webhookUrl", """ "channelId":"irc","accountKey":"k","webhookUrl":"https://user:password@example.com" """),
            ("webhookUrl", $""" "channelId":"irc","accountKey":"k","webhookUrl":"https://example.com/{new string('x', 2000)}" """),
            ("metadata", """ "channelId":"irc","accountKey":"k","metadata":[] """),
            ("metadata", """ "channelId":"irc","accountKey":"k","metadata":{"a":"\u0000"} """),
            ("metadata", """ "channelId":"irc","accountKey":"k","metadata":{"":1} """),
            ("metadata", $$""" "channelId":"irc","accountKey":"k","metadata":{"{{new string('m', 121)}}":1} """),
            ("metadata", $$""" "channelId":"irc","accountKey":"k","metadata":{"m":"{{new string('m', 70_000)}}"} """),
            ("", """ "channelId":"irc","accountKey":"k","organizationId":"11111111-1111-7111-8111-111111111111" """),
            ("", """ "channelId":"irc","accountKey":"k","status":"running" """),
        ];
        var wrong = new List<string>();
        foreach (var (field, members) in cases)
        {
            var answer = await RawHttp.PostAsync(
                new Uri(shared.Host.Control, $"/v1/orgs/{client.Organization}/channels/accounts"), $"{{{members}}}", ControlRoutes.Headers(client));
            var details = answer.Json?["details"];
            var named = field.Length == 0 ? details?["formErrors"]?.AsArray().Count > 0 : details?["fieldErrors"]?[field] is not null;
            if (answer.Status != 400 || answer.Code != "BAD_REQUEST" || !named)
                wrong.Add($"{members.Trim()[..Math.Min(members.Trim().Length, 80)]}: {answer.Status} {answer.Text}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Empty((await client.OrganizationAsync(HttpMethod.Get, "/channels/accounts"))["accounts"]!.AsArray());
    }

    [Fact]
    public async Task No_list_takes_a_bad_query()
    {
        using var client = await ApiClient.SignUpAsync(shared.Host, "bad-query@example.com");
        var account = await client.AddAccountAsync("telegram", "bad-query");
        string[] queries =
        [
            "limit=ten", "limit=0", "limit=201", "limit=99999999999999999999", "limit=-1", "cursor=garbage", "cursor=%00", "cursor=%ff",
            "cursor=" + Convert.ToBase64String(new byte[300]), "limit=1&limit=2", "cursor=QR", "cursor=QRR", "cursor=A", "cursor=QQ%3D%3D",
        ];
        var wrong = new List<string>();
        foreach (var route in (await ControlRoutes.ReadAsync(shared.Host)).Where(route => route.Parameters.Contains("cursor")))
        {
            foreach (var query in queries)
            {
                var url = new Uri(shared.Host.Control, route.PathWith(client.Organization, account, account) + "?" + query);
                var answer = await RawHttp.SendAsync(route.Method, url, headers: route.HeadersOf(client));
                if (answer.Status is < 400 or >= 500)
                    wrong.Add($"{route.Path}?{query}: {answer.Status} {answer.Text}");
            }
        }

        (string Path, int Status)[] others =
        [
            ("/channels/accounts?channelId=%00", 400), ("/channels/accounts?channelId=fax", 200), ("/channels/pairing/requests?status=odd", 400),
            ("/channels/pairing/requests?accountId=odd", 400), ($"/channels/accounts/{account}/allowlist?scope=", 400),
            ($"/channels/accounts/{account}/allowlist?scope=%00", 400), ($"/channels/accounts/{account}/messages?conversationId=%00", 400),
            ("/outbox?status=odd", 400), ("/outbox?kind=%00", 400), ("/outbox?createdBefore=yesterday", 400), ("/outbox?accountId=1", 400),
            ("/outbox?errorClass=%00", 400), ("/channels/accounts/odd", 400), ("/channels/accounts/..%2f..", 400), ("/workflows/%00", 400), ("/nothing", 404),
        ];
        foreach (var (path, status) in others)
        {
            var answer = await RawHttp.SendAsync(
                HttpMethod.Get, new Uri(shared.Host.Control, $"/v1/orgs/{client.Organization}{path}"), headers: ControlRoutes.Headers(client));
            if (answer.Status != status)
                wrong.Add($"{path}: expected {status}, got {answer.Status} {answer.Text}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static IEnumerable<(string Name, byte[] Body, string? ContentType, int[] Statuses)> BadBodies()
    {
        int[] refused = [400, 403, 404];
        yield return ("not JSON", "{"u8.ToArray(), Json, refused);
        yield return ("an array", "[]"u8.ToArray(), Json, refused);
        yield return ("a string", "\"x\""u8.ToArray(), Json, refused);
        yield return ("null", "null"u8.ToArray(), Json, refused);
        yield return ("a member nobody asked for", """{"nobody-asked":1}"""u8.ToArray(), Json, refused);
        yield return ("the same name twice", """{"a":1,"a":2}"""u8.ToArray(), Json, refused);
        yield return ("a half surrogate pair as a name", """{"\ud800":1}"""u8.ToArray(), Json, refused);
        yield return ("100 levels", Encoding.ASCII.GetBytes("{\"a\":" + new string('[', 100) + new string(']', 100) + "}"), Json, refused);
        yield return ("no UTF-8", [.. "{\"a\":\""u8, 0xff, .. "\"}"u8], Json, refused);
        yield return ("too large", Encoding.ASCII.GetBytes("{\"a\":\"" + new string('x', 1_048_577) + "\"}"), Json, [413]);
        yield return ("another type", "{}"u8.ToArray(), "text/plain", [415]);
        yield return ("no type", "{}"u8.ToArray(), null, [415]);
    }
}
