using System.Text.Json.Nodes;

namespace Vespid.Vendors;

/// <summary>Meta's Graph API as far as a business number sends texts with it.</summary>
public sealed class FakeWhatsApp : JsonVendor
{
    private const int MaxText = 4096;

    /// <summary>Code of the next refusals, in place of the one that goes with the status.</summary>
    public int? NextCode { get; set; }

    public string AccessToken => "EAAG-fake-access-token";

    public string PhoneNumberId => "106540352242922";

    public static async Task<FakeWhatsApp> StartAsync()
    {
        var fake = new FakeWhatsApp();
        await fake.ListenAsync();
        return fake;
    }

    protected override bool IsSend(VendorRequest request) => request.Path.EndsWith("/messages", StringComparison.Ordinal);

    protected override JsonNode Refusal(int status, string description) => new JsonObject
    {
        ["error"] = new JsonObject
        {
            ["message"] = $"{description} (token {AccessToken})",
            ["type"] = "OAuthException",
            ["code"] = NextCode ?? (status switch { 401 => 190, 403 => 10, 429 => 130429, 500 => 131000, _ => 999_999 }),
            ["fbtrace_id"] = "Az8or2yhqkZfEZ-_4Qn_Bam",
        },
    };

    protected override VendorAnswer Answer(VendorRequest request)
    {
        if (request.Headers.GetValueOrDefault("authorization") != "Bearer " + AccessToken)
            return Refuse(401, "Invalid OAuth access token");
        if (request.Method != "POST" || !request.Path.EndsWith($"/{PhoneNumberId}/messages", StringComparison.Ordinal))
            return Refuse(404, "Unknown path components");
        var body = JsonNode.Parse(request.Body)!;
        var text = body["text"]?["body"]?.GetValue<string>();
        if (body["messaging_product"]?.GetValue<string>() != "whatsapp" || string.IsNullOrEmpty(text) || text.Length > MaxText || body["to"] is null)
            return Refuse(400, "Param text is invalid");
        return new(
            200,
            new JsonObject
            {
                ["messaging_product"] = "whatsapp",
                ["contacts"] = new JsonArray(new JsonObject { ["input"] = body["to"]!.DeepClone(), ["wa_id"] = body["to"]!.DeepClone() }),
                ["messages"] = new JsonArray(new JsonObject { ["id"] = $"wamid.{request.Order}" }),
            },
            () => Sent.Add(_ => text));
    }
}
