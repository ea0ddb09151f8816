using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Vespid.Vendors;

/// <summary>The bot API of Nextcloud Talk: checks the signature over random text and message, as the server does.</summary>
public sealed class FakeNextcloud : FakeServer
{
    public const string Secret = "nextcloud-bot-secret-of-at-least-40-characters";

    private FakeNextcloud()
    {
    }

    /// <summary>Room and body of accepted messages.</summary>
    public Ledger<(string Room, JsonObject Body)> Sent { get; } = new();

    public static async Task<FakeNextcloud> StartAsync()
    {
        var fake = new FakeNextcloud();
        await fake.ListenAsync();
        return fake;
    }

    private protected override string NameOf(ServerCall call) => call.Path;

    private protected override JsonObject ErrorBody(int status, string description) => Ocs(status, null);

    private protected override async Task AnswerAsync(HttpContext context, ServerCall call, Func<Task<bool>> play)
    {
        var parts = call.Path.Split('/');
        var body = JsonNode.Parse(call.Body)!.AsObject();
        var signed = call.Headers.GetValueOrDefault("x-nextcloud-talk-bot-random") + body["message"]!.GetValue<string>();
        var expected = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(signed)));
        if (call.Headers.GetValueOrDefault("x-nextcloud-talk-bot-signature") != expected || call.Headers.GetValueOrDefault("ocs-apirequest") != "true")
        {
            await GiveAsync(context, 401, Ocs(401, null));
            return;
        }

        if (parts is not ["", "ocs", "v2.php", "apps", "spreed", "api", "v1", "bot", _, "message"])
        {
            await GiveAsync(context, 404, Ocs(404, null));
            return;
        }

        Sent.Record((parts[8], body));
        if (!await play())
            await GiveAsync(context, 201, Ocs(201, new JsonObject { ["id"] = 1000 + Sent.Count }));
    }

    private static JsonObject Ocs(int status, JsonObject? data) =>
        new() { ["ocs"] = new JsonObject { ["meta"] = new JsonObject { ["statuscode"] = status }, ["data"] = data } };
}
