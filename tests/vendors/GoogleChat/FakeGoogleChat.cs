using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Vespid.Vendors;

/// <summary>Google Chat's REST API for one service account, and the token endpoint before it, which checks the assertion's signature.</summary>
public sealed class FakeGoogleChat : JsonVendor
{
    private const string Email = "vespid@test-project.iam.gserviceaccount.com";
    private readonly RSA _key = RSA.Create(2048);
    private readonly Dictionary<string, string> _byRequestId = [];
    private volatile int _tokens;

    /// <summary>How many tokens were given out.</summary>
    public int Tokens => _tokens;

    /// <summary>The key file.</summary>
    public string ServiceAccountKey => new JsonObject
    {
        ["type"] = "service_account",
        ["private_key_id"] = "fake-key",
        ["private_key"] = _key.ExportPkcs8PrivateKeyPem(),
        ["client_email"] = Email,
        ["token_uri"] = new Uri(Url, "/token").AbsoluteUri,
    }.ToJsonString();

    /// <summary>From now on only a token that is given out later is good.</summary>
    public void RevokeToken() => Interlocked.Add(ref _tokens, 100);

    public static async Task<FakeGoogleChat> StartAsync()
    {
        var fake = new FakeGoogleChat();
        await fake.ListenAsync();
        return fake;
    }

    protected override bool IsSend(VendorRequest request) => request.Path.StartsWith("/v1/", StringComparison.Ordinal);

    protected override JsonNode Refusal(int status, string description) => new JsonObject
    {
        ["error"] = new JsonObject { ["code"] = status, ["message"] = description, ["status"] = "SCRIPTED" },
    };

    protected override VendorAnswer Answer(VendorRequest request)
    {
        if (request.Path == "/token")
            return IsSigned(FormFields.Of(request)) ? Token() : new(400, new JsonObject { ["error"] = "invalid_grant" });
        if (request.Headers.GetValueOrDefault("authorization") != $"Bearer ya29.{Tokens}")
            return Refuse(401, "Request had invalid authentication credentials.");
        var text = JsonNode.Parse(request.Body)?["text"]?.GetValue<string>();
        if (string.IsNullOrEmpty(text) || text.Length > 4096)
            return Refuse(400, "Message cannot be empty.");
        var id = QueryOf(request, "requestId");
        var name = $"{request.Path["/v1/".Length..]}/{request.Order}";
        if (id is not null && _byRequestId.TryGetValue(id, out var known))
            return new(200, new JsonObject { ["name"] = known });
        return new(200, new JsonObject { ["name"] = name, ["text"] = text }, () =>
        {
            if (id is not null)
                _byRequestId[id] = name;
            Sent.Add(_ => text);
        });
    }

    private VendorAnswer Token() =>
        new(200, new JsonObject { ["access_token"] = $"ya29.{Interlocked.Increment(ref _tokens)}", ["expires_in"] = 3599, ["token_type"] = "Bearer" });

    private bool IsSigned(IReadOnlyDictionary<string, string> form)
    {
        if (form.GetValueOrDefault("grant_type") != "urn:ietf:params:oauth:grant-type:jwt-bearer" || form.GetValueOrDefault("assertion")?.Split('.') is not [var head, var body, var signature])
            return false;
        var claims = JsonElement.Parse(Base64Url.DecodeFromChars(body));
        return claims.GetProperty("iss").GetString() == Email && claims.GetProperty("aud").GetString() == new Uri(Url, "/token").AbsoluteUri
            && claims.GetProperty("scope").GetString() == "https://www.googleapis.com/auth/chat.bot"
            && _key.VerifyData(Encoding.ASCII.GetBytes($"{head}.{body}"), Base64Url.DecodeFromChars(signature), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    private static string? QueryOf(VendorRequest request, string name) =>
        Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(request.Query).TryGetValue(name, out var value) ? value.ToString() : null;
}
