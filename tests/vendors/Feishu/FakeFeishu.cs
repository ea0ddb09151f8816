using System.Text.Json.Nodes;

namespace Vespid.Vendors;

/// <summary>Feishu's open platform for one app: tenant tokens, messages and replies, repeats known by <c>uuid</c>.</summary>
public sealed class FakeFeishu : JsonVendor
{
    private readonly Dictionary<string, string> _byUuid = [];
    private volatile int _tokens;

    public string AppId => "cli_fake_app";

    public string AppSecret => "fake-app-secret";

    /// <summary>Code of the next refusals, in place of the one that goes with the status.</summary>
    public int? NextCode { get; set; }

    public int Tokens => _tokens;

    /// <summary>From now on only a token that is given out later is good.</summary>
    public void RevokeToken() => Interlocked.Add(ref _tokens, 100);

    public static async Task<FakeFeishu> StartAsync()
    {
        var fake = new FakeFeishu();
        await fake.ListenAsync();
        return fake;
    }

    protected override bool IsSend(VendorRequest request) => request.Path.StartsWith("/open-apis/im/v1/messages", StringComparison.Ordinal);

    protected override JsonNode Refusal(int status, string description) =>
        new JsonObject { ["code"] = NextCode ?? (status switch { 429 => 99991400, _ => 230001 }), ["msg"] = description };

    protected override VendorAnswer Answer(VendorRequest request)
    {
        var body = JsonNode.Parse(request.Body)!;
        if (request.Path == "/open-apis/auth/v3/tenant_access_token/internal")
            return Token(body);
        if (request.Headers.GetValueOrDefault("authorization") != $"Bearer t-{Tokens}")
            return new(400, new JsonObject { ["code"] = 99991663, ["msg"] = "Invalid access token" });
        var content = body["content"]?.GetValue<string>();
        var text = content is null ? null : JsonNode.Parse(content)?["text"]?.GetValue<string>();
        if (body["msg_type"]?.GetValue<string>() != "text" || string.IsNullOrEmpty(text))
            return Refuse(400, "invalid content");
        var uuid = body["uuid"]?.GetValue<string>() ?? string.Empty;
        if (_byUuid.TryGetValue(uuid, out var known))
            return Given(known);
        var id = $"om_{request.Order}";
        return Given(id) with
        {
            Accept = () =>
            {
                _byUuid[uuid] = id;
                Sent.Add(_ => text);
            },
        };
    }

    private static VendorAnswer Given(string id) => new(200, new JsonObject { ["code"] = 0, ["msg"] = "success", ["data"] = new JsonObject { ["message_id"] = id } });

    private VendorAnswer Token(JsonNode body) =>
        body["app_id"]?.GetValue<string>() == AppId && body["app_secret"]?.GetValue<string>() == AppSecret
            ? new(200, new JsonObject { ["code"] = 0, ["msg"] = "ok", ["expire"] = 7200, ["tenant_access_token"] = $"t-{Interlocked.Increment(ref _tokens)}" })
            : new(200, new JsonObject { ["code"] = 10014, ["msg"] = "app secret invalid" });
}
