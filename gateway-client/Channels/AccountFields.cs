using Vespid.Gateway.Http;

namespace Vespid.Gateway.Channels;

/// <summary>Reads the fields of an account that creating and changing it share.</summary>
internal static class AccountFields
{
    private const int MostUrl = 2_000;
    private const int MostKey = 120;

    public static string? DisplayName(BodyFields fields, bool nullable) => fields.OptionalText("displayName", 1, 120, nullable: nullable);

    public static string? DmPolicy(BodyFields fields) => fields.OptionalOneOf("dmPolicy", "pairing", "allowlist", "open", "disabled");

    public static string? GroupPolicy(BodyFields fields) => fields.OptionalOneOf("groupPolicy", "allowlist", "open", "disabled");

    public static string? WebhookUrl(BodyFields fields, bool nullable)
    {
        var url = fields.OptionalText("webhookUrl", 1, MostUrl, nullable: nullable);
        if (url is not null && !(Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri!.Scheme is "http" or "https" && uri.UserInfo.Length == 0))
            fields.Fail("webhookUrl", "Expected an http or https URL without credentials.");
        return url;
    }

    public static string? Metadata(BodyFields fields) => fields.OptionalObject("metadata", MostKey);
}
