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
    public const int Rooms = 48;

    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private readonly TemporaryFolder _data = new();
    private readonly int _offset = PortOffsets.Take();
    private int _taken;

    public HostProcess Host { get; private set; } = null!;

    public FakeTelegram Telegram { get; private set; } = null!;

    public FakeDiscord Discord { get; private set; } = null!;

    /// <summary>The operator's pipeline.</summary>
    public FakePipeline Pipeline { get; private set; } = null!;

    /// <summary>Where issues and notes are made.</summary>
    public FakeGitHub GitHub { get; private set; } = null!;

    public ApiClient Operator { get; private set; } = null!;

    public string DataFolder => _data.Path;

    /// <summary>How it was when everything had just come up.</summary>
    public JsonNode FirstHealth { get; private set; } = null!;

    /// <summary>Variables of the host.</summary>
    public Dictionary<string, string> Settings => SettingsOf(Path.Combine(_data.Path, "rooms.json"));

    /// <summary>A room that no other test uses.</summary>
    public Room NewRoom() => Room.Of(Interlocked.Increment(ref _taken), this);

    /// <summary>One of the two rooms with three bindings.</summary>
    public Room Trio(int which) => Room.Of(Rooms - which, this);

    /// <summary>A room whose Telegram chat is a forum, all of whose topics are the room's.</summary>
    public Room Forum => Room.Of(Rooms - 2, this);

    public async Task InitializeAsync()
    {
        Telegram = await FakeTelegram.StartAsync();
        Discord = await FakeDiscord.StartAsync();
        Discord.Echoes = true;
        Pipeline = await FakePipeline.StartAsync();
        GitHub = await FakeGitHub.StartAsync();
        await StartAsync(Document());
        FirstHealth = await ApiAsync(HttpMethod.Get, "/health");
    }

    public async Task DisposeAsync()
    {
        Operator.Dispose();
        await Host.DisposeAsync();
        await GitHub.DisposeAsync();
        await Pipeline.DisposeAsync();
        await Discord.DisposeAsync();
        await Telegram.DisposeAsync();
        _data.Dispose();
    }

    /// <summary>kill -9 and a new start on the same data and ports.</summary>
    /// <param name="document">Another configuration; null for the same.</param>
    /// <param name="without">Variables that are not set this time.</param>
    public async Task KillAndStartAsync(JsonObject? document = null, params string[] without)
    {
        await KillAsync();
        await StartAsync(document ?? Document(), without);
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
                new JsonObject { ["channel"] = "telegram", ["external_id"] = Room.ChatOf(i), ["all_topics"] = i == Rooms - 2 }, new JsonObject { ["channel"] = "discord", ["external_id"] = Room.ChannelOf(i) });
            if (i > Rooms - 2)
                bindings.Add(new JsonObject { ["channel"] = "telegram", ["external_id"] = Room.SecondChatOf(i) });
            rooms.Add(new JsonObject { ["room_id"] = Room.IdOf(i), ["room_name"] = $"Room {i}", ["bindings"] = bindings });
        }

        return new JsonObject
        {
            ["bindings"] = rooms,
            ["approver_groups"] = new JsonObject
            {
                ["release"] = new JsonArray([.. All(room => ["telegram:" + room.Allowed, "telegram:" + room.Approver, "discord:" + room.Twin])]),
            },
            ["identities"] = new JsonArray([.. All(room => [new JsonObject { ["name"] = "Person " + room.Allowed, ["telegram"] = room.Allowed, ["discord"] = room.Twin }])]),
            ["rules"] = new JsonArray(new JsonObject { ["command"] = "issue elsewhere*", ["allow"] = new JsonArray("telegram:*"), ["rooms"] = new JsonArray("test:none") }),
            ["pages"] = new JsonArray(
                new JsonObject { ["path"] = "/docs/telegram/setup", ["id"] = "p1" }, new JsonObject { ["path"] = "/docs/discord/setup", ["id"] = "p2" },
                new JsonObject { ["path"] = "/docs/install", ["title"] = "Installing it" }),
            ["github_owner"] = "acme",
            ["github_repo"] = "site",
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

    /// <summary>Asks for the page of the rooms.</summary>
    /// <param name="email">Who; null without having signed in.</param>
    internal async Task<RawAnswer> PageAsync(string? email)
    {
        var page = new Uri(Host.Control, "/dashboard/chatops");
        if (email is null)
            return await RawHttp.SendAsync(HttpMethod.Get, page);
        var body = new JsonObject { ["email"] = email, ["password"] = ApiClient.Password }.ToJsonString();
        var signedIn = await RawHttp.PostAsync(new Uri(Host.Control, "/v1/auth/login"), body);
        return await RawHttp.SendAsync(HttpMethod.Get, page, headers: ("cookie", Assert.Single(signedIn.Cookies).Split(';')[0]));
    }

    /// <summary>A figure of the metrics page; zero when it is not there.</summary>
    public async Task<double> FigureAsync(string name, params string[] labels)
    {
        var text = await Host.GetTextAsync(new Uri(Host.Metrics, "/metrics"));
        return text.Split('\n')
            .Where(line => line.StartsWith(name, StringComparison.Ordinal) && labels.All(label => line.Contains(label, StringComparison.Ordinal)))
            .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }

    private IEnumerable<JsonNode> All(Func<Room, IEnumerable<JsonNode>> each) => Enumerable.Range(1, Rooms).SelectMany(number => each(Room.Of(number, this)));

    private async Task StartAsync(JsonObject document, params string[] without)
    {
        var path = Path.Combine(_data.Path, "rooms.json");
        await File.WriteAllTextAsync(path, document.ToJsonString());
        var connections = Discord.Sockets.Count;
        var settings = Settings.Where(setting => !without.Contains(setting.Key)).ToDictionary();
        Host = await HostProcess.StartReadyAsync(_data.Path, _offset, settings, "--no-demo");
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

    private Dictionary<string, string> SettingsOf(string document) => new()
    {
        ["CONTENTOPS_CHAT_ENABLED"] = "true",
        ["CONTENTOPS_CONFIG"] = document,
        ["TELEGRAM_BOT_TOKEN"] = Telegram.BotToken,
        ["DISCORD_BOT_TOKEN"] = FakeDiscord.BotToken,
        ["TELEGRAM_API_BASE_URL"] = Telegram.Url.ToString(),
        ["DISCORD_API_BASE_URL"] = Discord.ApiBaseUrl,
        ["GITHUB_TOKEN"] = FakeGitHub.Token,
        ["GITHUB_API_BASE_URL"] = GitHub.Url.AbsoluteUri,
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
