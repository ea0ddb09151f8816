using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json.Nodes;

namespace Vespid.Channels;

/// <summary>A service account's key file, as Google's console gives it out.</summary>
internal sealed class GoogleServiceAccount
{
    private const string Scope = "https://www.googleapis.com/auth/chat.bot";
    private const string Grant = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private const string DefaultTokenUrl = "https://oauth2.googleapis.com/token";

    private readonly string _email;
    private readonly string _privateKey;
    private readonly string? _keyId;

    private GoogleServiceAccount(string email, string privateKey, string? keyId, string tokenUrl) =>
        (_email, _privateKey, _keyId, TokenUrl) = (email, privateKey, keyId, tokenUrl);

    public string TokenUrl { get; }

    public static bool TryParse(string json, [NotNullWhen(true)] out GoogleServiceAccount? account)
    {
        account = null;
        if (!JsonBody.TryParseObject(Encoding.UTF8.GetBytes(json), out var file))
            return false;
        if (file["client_email"].Text is not { } email || file["private_key"].Text is not { } key)
            return false;
        account = new(email, key, file["private_key_id"].Text, file["token_uri"].Text ?? DefaultTokenUrl);
        return true;
    }

    /// <summary>Form of a token request (developers.google.com/identity/protocols/oauth2/service-account); null when the key is no RSA key.</summary>
    public IEnumerable<KeyValuePair<string, string>>? TokenRequest(DateTimeOffset now)
    {
        var claims = new JsonObject
        {
            ["iss"] = _email,
            ["scope"] = Scope,
            ["aud"] = TokenUrl,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.AddHours(1).ToUnixTimeSeconds(),
        };
        return SignedAssertion.Create(_privateKey, _keyId, claims) is { } assertion ? [new("grant_type", Grant), new("assertion", assertion)] : null;
    }

    public override string ToString() => _email;
}
