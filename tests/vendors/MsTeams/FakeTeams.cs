using System.Text.Json.Nodes;

namespace Vespid.Vendors;

/// <summary>The Bot Connector's service for one bot, the login before it, and a sidecar's health.</summary>
public sealed class FakeTeams : JsonVendor
{
    private volatile int _tokens;

    public string AppId => "00000000-1111-2222-3333-444444444444";

    public string Password => "fake~app~password";

    public string TokenUrl => new Uri(Url, "/botframework.com/oauth2/v2.0/token").AbsoluteUri;

    public int Tokens => _tokens;

    /// <summary>From now on only a token that is given out later is good.</summary>
    public void RevokeToken() => Interlocked.Add(ref _tokens, 100);

    public static async Task<FakeTeams> StartAsync()
    {
        var fake = new FakeTeams();
        await fake.ListenAsync();
        return fake;
    }

    protected override bool IsSend(VendorRequest request) => request.Path.Contains("/v3/conversations/", StringComparison.Ordinal);

    protected override JsonNode Refusal(int status, string description) => new JsonObject
    {
        ["error"] = new JsonObject { ["code"] = "Scripted", ["message"] = description },
    };

    protected override VendorAnswer Answer(VendorRequest request)
    {
        if (request.Path == "/health")
            return new(200, new JsonObject { ["ok"] = true });
        if (request.Path.EndsWith("/oauth2/v2.0/token", StringComparison.Ordinal))
            return Token(FormFields.Of(request));
        if (request.Headers.GetValueOrDefault("authorization") != $"Bearer bot-token-{Tokens}")
            return Refuse(401, "Authorization has been denied for this request.");
        var body = JsonNode.Parse(request.Body)!;
        var text = body["text"]?.GetValue<string>();
        if (body["type"]?.GetValue<string>() != "message" || string.IsNullOrEmpty(text))
            return Refuse(400, "Activity is invalid");
        return new(201, new JsonObject { ["id"] = $"1:{request.Order}" }, () => Sent.Add(_ => text));
    }

    private VendorAnswer Token(IReadOnlyDictionary<string, string> form) =>
        form.GetValueOrDefault("grant_type") == "client_credentials" && form.GetValueOrDefault("client_id") == AppId
        && form.GetValueOrDefault("client_secret") == Password && form.GetValueOrDefault("scope") == "https://api.botframework.com/.default"
            ? new(200, new JsonObject { ["token_type"] = "Bearer", ["expires_in"] = 3599, ["access_token"] = $"bot-token-{Interlocked.Increment(ref _tokens)}" })
            : new(401, new JsonObject { ["error"] = "invalid_client", ["error_description"] = $"AADSTS7000215: Invalid client secret {Password}" });
}
