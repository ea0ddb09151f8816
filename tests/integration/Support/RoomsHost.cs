using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Vespid.Vendors;

namespace Vespid.Tests.Integration.Support;

/// <summary>
/// A host with rooms between a fake Telegram and a fake Discord that tells the bot of everything the bot says. Each test takes a room of its own; the last
/// two are bound to two chats of Telegram and a channel.
/// </summary>
public sealed class RoomsHost : IAsyncLifetime
{
    public const int Rooms = 24;

    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private readonly TemporaryFolder _data = new();
    private readonly int _offset = HostProcess.FreeOffset();
    private int _taken;

    public HostProcess Host { get; private set; } = null!;

    public FakeTelegram Telegram { get; private set; } = null!;

    public FakeDiscord Discord { get; private set; } = null!;

    /// <summary>The operator's pipeline.</summary>
    public FakePipeline Pipeline { get; private set; } = null!;

    public ApiClient Operator { get; private set; } = null!;

    public string DataFolder => _data.Path;

    /// <summary>A room that no other test uses.</summary>
    public Room NewRoom() => Room.Of(Interlocked.Increment(ref _taken), this);

    /// <summary>One of the two rooms with three bindings.</summary>
    public Room Trio(int which) => Room.Of(Rooms - which, this);

    public async Task InitializeAsync()
    {
        Telegram = await FakeTelegram.StartAsync();
        Discord = await FakeDiscord.StartAsync();
        Discord.Echoes = true;
        Pipeline = await FakePipeline.StartAsync();
        await StartAsync(Document());
    }

    public async Task DisposeAsync()
    {
        Operator.Dispose();
        await Host.DisposeAsync();
        await Pipeline.DisposeAsync();
        await Discord.DisposeAsync();
        await Telegram.DisposeAsync();
        _data.Dispose();
    }

    /// <summary>kill -9 and a new start on the same data and ports.</summary>
    /// <param name="document">Another configuration; null for the same.</param>
    public async Task KillAndStartAsync(JsonObject? document = null)
    {
        await Host.KillAsync();
        await Host.DisposeAsync();
        Operator.Dispose();
        await StartAsync(document ?? Document());
    }

    /// <summary>Kills it and leaves it so.</summary>
    public async Task KillAsync()
    {
        await Host.KillAsync();
        await Host.DisposeAsync();
        Operator.Dispose();
    }

    public Task StartAgainAsync() => StartAsync(Document());

    public JsonObject Document()
    {
        var rooms = new JsonArray();
        for (var i = 1; i <= Rooms; i++)
        {
            var bindings = new JsonArray(
                new JsonObject { ["channel"] = "telegram", ["external_id"] = Room.ChatOf(i) }, new JsonObject { ["channel"] = "discord", ["external_id"] = Room.ChannelOf(i) });
            if (i > Rooms - 2)
                bindings.Add(new JsonObject { ["channel"] = "telegram", ["external_id"] = Room.SecondChatOf(i) });
            rooms.Add(new JsonObject { ["room_id"] = Room.IdOf(i), ["room_name"] = $"Room {i}", ["bindings"] = bindings });
        }

        return new JsonObject
        {
            ["bindings"] = rooms,
            ["approver_groups"] = new JsonObject { ["release"] = new JsonArray([.. Enumerable.Range(1, Rooms).SelectMany(number => new[] { Room.AllowedIn(number), Room.ApproverIn(number) }).Select(user => JsonValue.Create("telegram:" + user))]) },
            ["approvals"] = new JsonArray(new JsonObject { ["command"] = "run monthly", ["group"] = "release", ["minutes"] = 1 }),
            ["run"] = new JsonObject { ["url"] = Pipeline.Url.AbsoluteUri, ["timeout_s"] = 20 },
            ["loop_max"] = 20,
        };
    }

    /// <summary>A JSON route of the rooms, as the operator.</summary>
    public async Task<JsonNode> ApiAsync(HttpMethod method, string path, JsonNode? body = null)
    {
        var (status, answer) = await Operator.ControlAsync(method, "/api/chatops" + path, body);
        Assert.True(status == HttpStatusCode.OK, $"{method} {path} answered {(int)status}: {answer?.ToJsonString()}");
        return answer!;
    }

    public Task SwitchMutationsAsync(bool enabled) =>
        ApiAsync(HttpMethod.Post, "/mutations", new JsonObject { ["enabled"] = enabled, ["reason"] = "test", ["minutes"] = 30 });

    /// <summary>A figure of the metrics page; zero when it is not there.</summary>
    public async Task<double> FigureAsync(string name, params string[] labels)
    {
        var text = await Host.GetTextAsync(new Uri(Host.Metrics, "/metrics"));
        return text.Split('\n')
            .Where(line => line.StartsWith(name, StringComparison.Ordinal) && labels.All(label => line.Contains(label, StringComparison.Ordinal)))
            .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }

    private async Task StartAsync(JsonObject document)
    {
        var path = Path.Combine(_data.Path, "rooms.json");
        await File.WriteAllTextAsync(path, document.ToJsonString());
        var connections = Discord.Sockets.Count;
        Host = await HostProcess.StartReadyAsync(_data.Path, _offset, Settings(path), "--no-demo");
        Operator = await ApiClient.SignInAsync(Host);
        JsonNode? health = null;
        await Wait.UntilAsync(
            async () =>
            {
                var (_, answer) = await Operator.ControlAsync(HttpMethod.Get, "/api/chatops/health");
                health = answer;
                return Discord.Sockets.Count > connections && answer?["instances"] is JsonArray { Count: 2 } all && all.All(one => (string?)one!["status"] == "connected");
            },
            () => $"both bots are connected; health is {health?.ToJsonString()}, the host printed:\n{Host.Output}",
            Patience);
    }

    private Dictionary<string, string> Settings(string document) => new()
    {
        ["CONTENTOPS_CHAT_ENABLED"] = "true",
        ["CONTENTOPS_CONFIG"] = document,
        ["TELEGRAM_BOT_TOKEN"] = Telegram.BotToken,
        ["DISCORD_BOT_TOKEN"] = FakeDiscord.BotToken,
        ["TELEGRAM_API_BASE_URL"] = Telegram.Url.ToString(),
        ["DISCORD_API_BASE_URL"] = Discord.ApiBaseUrl,
        ["CONTENTOPS_ALLOWED_TELEGRAM_USER_IDS"] = string.Join(',', Enumerable.Range(1, Rooms).SelectMany(number => new[] { Room.AllowedIn(number), Room.ApproverIn(number) })),
        ["CHANNEL_OUTBOUND_ALLOWED_HOSTS"] = "127.0.0.1",
        ["CHANNEL_OUTBOUND_TIMEOUT_MS"] = "2000",
        ["CHANNEL_OUTBOUND_RETRY_BASE_MS"] = "200",
        ["TELEGRAM_SENDS_PER_SEC"] = "10000",
        ["TELEGRAM_CONVERSATION_INTERVAL_MS"] = "0",
        ["AUTH_SIGNUP_PER_MIN"] = "1000",
        ["AUTH_SIGNIN_PER_MIN"] = "1000",
    };
}

[CollectionDefinition(Name)]
public sealed class RoomsCollection : ICollectionFixture<RoomsHost>
{
    public const string Name = "rooms";
}
