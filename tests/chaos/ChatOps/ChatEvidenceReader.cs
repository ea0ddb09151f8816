using System.Globalization;
using Vespid.Tests.Chaos.Checking;
using Vespid.Tests.Chaos.World;
using Vespid.Vendors;

namespace Vespid.Tests.Chaos.ChatOps;

/// <summary>Reads what the database and the platforms have.</summary>
internal sealed class ChatEvidenceReader(Surroundings world, FakeDiscord discord)
{
    public async Task<ChatEvidence> ReadAsync(IReadOnlyList<Said> said, IReadOnlyList<Violation> seen) =>
        new(said, await MessagesAsync(), await CopiesAsync(), Arrivals(), await BindingsAsync(), seen);

    /// <summary>Entries on their way, and events that nobody has taken.</summary>
    public async Task<long> OpenAsync() => world.Telegram.Unconfirmed + await world.Database.CountAsync(
        "SELECT count(*) FROM outbox WHERE lane_key LIKE 'relay/%' AND status IN ('queued', 'sending', 'retrying', 'unknown')");

    /// <summary>Whether these are stored.</summary>
    public async Task<bool> HasAsync(IReadOnlyList<Said> said)
    {
        var stored = await MessagesAsync();
        return said.All(one => stored.ContainsKey((one.Place.ExternalId, one.Id)));
    }

    /// <summary>Whether a copy of a message has arrived anywhere.</summary>
    public bool HasArrived(Func<string, bool> text) => world.Telegram.Sent.All.Any(sent => text(sent.Text)) || discord.Posts.All.Any(post => text(post.Text));

    private async Task<IReadOnlyDictionary<(string, string), Guid>> MessagesAsync() => (await world.Database.ReadAsync(
        "SELECT place, external_id, id FROM chat_messages WHERE external_id IS NOT NULL",
        static row => (Key: (row.GetString(0), row.GetString(1)), Id: row.GetGuid(2)))).ToDictionary(static one => one.Key, static one => one.Id);

    private async Task<ILookup<Guid, StoredCopy>> CopiesAsync() => (await world.Database.ReadAsync(
        """
        SELECT c.message_id, c.place, c.part, c.external_id, c.possible_duplicate, o.status, o.error_class
        FROM chat_copies c JOIN outbox o ON o.id = c.entry_id ORDER BY c.part
        """,
        static row => new StoredCopy(
            row.GetGuid(0), row.GetString(1), row.GetInt32(2), row.IsDBNull(3) ? null : row.GetString(3), row.GetBoolean(4), row.GetString(5),
            row.IsDBNull(6) ? null : row.GetString(6)))).ToLookup(static copy => copy.MessageId);

    private Task<List<(string, string)>> BindingsAsync() =>
        world.Database.ReadAsync("SELECT external_room_id, status FROM chat_bindings", static row => (row.GetString(0), row.GetString(1)));

    private IReadOnlyList<Arrival> Arrivals()
    {
        var inTelegram = world.Telegram.Changes.All.ToLookup(static change => (change.ChatId, change.MessageId), static change => change.Text);
        var inDiscord = discord.Changes.All.ToLookup(static change => change.Id, static change => change.Text);
        return
        [
            .. world.Telegram.Sent.All.Select(sent => new Arrival(
                sent.ChatId, sent.MessageId.ToString(CultureInfo.InvariantCulture), sent.Text, inTelegram[(sent.ChatId, sent.MessageId)].DefaultIfEmpty(sent.Text).Last())),
            .. discord.Posts.All.Select(post => new Arrival(post.Channel, post.Id, post.Text, inDiscord[post.Id].DefaultIfEmpty(post.Text).Last())),
        ];
    }
}
