using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Vespid.GrainInterfaces.Channels;
using Vespid.GrainInterfaces.Platforms;
using Vespid.Tests.Simulation.Hosts;
using Vespid.Tests.Simulation.Machine;
using Vespid.Tests.Simulation.Running;

namespace Vespid.Tests.Simulation.Outside;

/// <summary>The platforms' side of inbound messages: posts each letter until it is answered, and keeps what bots have not fetched.</summary>
internal sealed class Postman(WorldTime time, Dice dice, Books books, Tally tally, Trace trace, Func<SimulatedHost?> active)
{
    /// <summary>What a platform gives an answer before it delivers again.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    private static readonly Dictionary<string, string> NoHeaders = new() { ["x-telegram-bot-api-secret-token"] = World.WebhookSecret };

    private readonly List<Letter> _fetched = [];

    public List<Letter> Letters { get; } = [];

    public bool AllAnswered => Letters.TrueForAll(letter => letter.Answer is not null);

    public void Write(Letter letter)
    {
        Letters.Add(letter);
        books.Written(letter);
        tally.Count("messages");
        if (letter.IsFetched)
            _fetched.Add(letter);
        else
            Deliver(letter);
    }

    /// <summary>Delivers a letter, for the first time or again.</summary>
    public void Deliver(Letter letter)
    {
        letter.Deliveries++;
        tally.Count("deliveries");
        if (letter.Deliveries > 1)
            tally.Fault("delivered again");
        var delivery = letter.Deliveries;
        time.After(dice.Between(Patience, Patience * 2), "", _ =>
        {
            if (letter.Answer is null && letter.Deliveries == delivery)
                Deliver(letter);
        });
        if (active() is { } host)
            host.Process.Start("", () => _ = PostAsync(host, letter));
    }

    /// <summary>One poll of a bot's connection: what is after its cursor, then the cursor itself.</summary>
    public async Task FetchAsync(SimulatedHost host, Guid accountId)
    {
        try
        {
            var connection = host.Grains.GetGrain<IPlatformConnectionGrain>(World.BotKey(accountId));
            var cursor = int.Parse(await connection.Cursor() ?? "0", System.Globalization.CultureInfo.InvariantCulture);
            var all = _fetched.FindAll(letter => letter.Account.Id == accountId);
            // A process that ended after its cursor was stored could not say so.
            foreach (var passed in all.Take(cursor).Where(static letter => letter.Answer is null))
                books.Fetched(passed);
            var letters = all.Skip(cursor).Take(3).ToList();
            if (letters.Count == 0)
                return;
            foreach (var letter in letters.Where(static letter => letter.Deliveries++ == 0))
                letter.FetchedSince = books.Moment(accountId);
            tally.Count("deliveries", letters.Count);
            await connection.Deliver(
                accountId, [.. letters.Select(static letter => letter.Message)],
                (cursor + letters.Count).ToString(System.Globalization.CultureInfo.InvariantCulture), CancellationToken.None);
            trace.Add(time.Now, host.Process.Number, "fetched", letters[0].Text, letters.Count);
            foreach (var letter in letters)
                books.Fetched(letter);
        }
        catch (Exception fault)
        {
            books.Failed("fetch", fault);
        }
    }

    private async Task PostAsync(SimulatedHost host, Letter letter)
    {
        var since = books.Moment(letter.Account.Id);
        try
        {
            var response = await host.Grains.GetGrain<IIngressGrain>(0).Receive(Request(letter), CancellationToken.None);
            trace.Add(time.Now, host.Process.Number, "answered", letter.Text, response.Status);
            if (response.Status == 503)
            {
                tally.Count("answered 503");
                return;
            }

            using var answer = JsonDocument.Parse(response.Body);
            books.Answered(
                letter, since, response.Status, answer.RootElement.TryGetProperty("accepted", out var accepted) && accepted.GetBoolean(),
                answer.RootElement.TryGetProperty("reason", out var reason) ? reason.GetString()! : "no reason",
                answer.RootElement.TryGetProperty("workflowsTriggered", out var triggered) ? triggered.GetInt32() : 0);
        }
        catch (Exception fault)
        {
            books.Failed("delivery", fault);
        }
    }

    private static IngressRequest Request(Letter letter) => new(
        "POST", letter.Account.ChannelId, letter.Account.AccountKey, null, "application/json", NoHeaders, new Dictionary<string, string>(),
        Encoding.UTF8.GetBytes(letter.Account.ChannelId == "telegram" ? Update(letter) : Generic(letter)), null, null);

    private static string Update(Letter letter) => new JsonObject
    {
        ["update_id"] = letter.Number,
        ["message"] = new JsonObject
        {
            ["message_id"] = letter.Number,
            ["chat"] = new JsonObject { ["id"] = long.Parse(letter.ConversationId, System.Globalization.CultureInfo.InvariantCulture), ["type"] = letter.IsDirect ? "private" : "group" },
            ["from"] = new JsonObject { ["id"] = long.Parse(letter.SenderId, System.Globalization.CultureInfo.InvariantCulture) },
            ["text"] = letter.Text,
        },
    }.ToJsonString();

    private static string Generic(Letter letter) => new JsonObject
    {
        ["text"] = letter.Text,
        ["senderId"] = letter.SenderId,
        ["conversationId"] = letter.ConversationId,
        ["messageId"] = letter.ProviderId,
        ["isDirectMessage"] = letter.IsDirect,
        ["mentionMatched"] = letter.Mentions,
    }.ToJsonString();
}
