using System.Text.Json.Nodes;

namespace Vespid.Vendors;

/// <summary>Zalo's two ways to send: the Official Account's API and the Bot Platform's.</summary>
public sealed class FakeZalo : JsonVendor
{
    private const int MaxText = 2000;

    public string AccessToken => "fake-oa-access-token";

    public string BotToken => "123456:fake-bot-token";

    /// <summary>Code of the Official Account's next answers.</summary>
    public int NextError { get; set; }

    public static async Task<FakeZalo> StartAsync()
    {
        var fake = new FakeZalo();
        await fake.ListenAsync();
        return fake;
    }

    protected override bool IsSend(VendorRequest request) => true;

    protected override JsonNode Refusal(int status, string description) => new JsonObject { ["ok"] = false, ["error_code"] = status, ["description"] = description };

    protected override VendorAnswer Answer(VendorRequest request)
    {
        var body = JsonNode.Parse(request.Body)!;
        return request.Path == "/v3.0/oa/message/cs" ? OfficialAccount(request, body) : Bot(request, body);
    }

    private VendorAnswer OfficialAccount(VendorRequest request, JsonNode body)
    {
        if (request.Headers.GetValueOrDefault("access_token") != AccessToken)
            return Told(-216, "Access token is invalid");
        if (NextError != 0)
            return Told(NextError, "scripted");
        var text = body["message"]?["text"]?.GetValue<string>();
        if (string.IsNullOrEmpty(text) || text.Length > MaxText || body["recipient"]?["user_id"] is null)
            return Told(-201, "Params is invalid");
        var answer = Told(0, "Success");
        answer.Body["data"] = new JsonObject { ["message_id"] = $"zm{request.Order}", ["user_id"] = body["recipient"]!["user_id"]!.DeepClone() };
        return answer with { Accept = () => Sent.Add(_ => text) };
    }

    private VendorAnswer Bot(VendorRequest request, JsonNode body)
    {
        // Refusals come with status 200.
        if (request.Path != $"/bot{BotToken}/sendMessage")
            return new(200, Refusal(401, "Unauthorized"));
        var text = body["text"]?.GetValue<string>();
        if (string.IsNullOrEmpty(text) || text.Length > MaxText)
            return new(200, Refusal(400, "Bad Request"));
        return new(
            200, new JsonObject { ["ok"] = true, ["result"] = new JsonObject { ["message_id"] = $"bm{request.Order}", ["date"] = 1_750_000_000_000 } }, () => Sent.Add(_ => text));
    }

    private static VendorAnswer Told(int error, string message) => new(200, new JsonObject { ["error"] = error, ["message"] = message });
}
