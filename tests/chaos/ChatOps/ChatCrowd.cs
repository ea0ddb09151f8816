using System.Globalization;
using System.Text.Json.Nodes;
using Vespid.Tests.Simulation.ChatOps;
using Vespid.Vendors;

namespace Vespid.Tests.Chaos.ChatOps;

/// <summary>People in all chats: each chat one after the other, all chats at once.</summary>
internal sealed class ChatCrowd(FakeTelegram telegram, FakeDiscord discord, Random chance)
{
    private const int LongText = 300;
    private const int Remembered = 8;

    private readonly Lock _gate = new();
    private readonly List<Said> _said = [];
    private long _lastTelegramId = 1_000_000;
    private long _edits;

    public IReadOnlyList<Said> All
    {
        get
        {
            lock (_gate)
                return [.. _said];
        }
    }

    /// <summary>They say something, change it and take it back until the time is up.</summary>
    public Task TalkAsync(TimeSpan length) => Task.WhenAll(ChatPlace.All.Select(place => TalkAsync(place, new Random(chance.Next()), length)));

    /// <summary>Each chat says one thing.</summary>
    public async Task<IReadOnlyList<Said>> SayOnceAsync()
    {
        var said = new List<Said>();
        foreach (var place in ChatPlace.All)
            said.Add(await SayAsync(place, 1));
        return said;
    }

    private async Task TalkAsync(ChatPlace place, Random chance, TimeSpan length)
    {
        var began = TimeProvider.System.GetTimestamp();
        var known = new List<Said>();
        while (TimeProvider.System.GetElapsedTime(began) < length)
        {
            var old = known.Where(static said => !said.IsDeleted).TakeLast(Remembered).ToList();
            switch (chance.Next(10))
            {
                case 0 when old.Count > 0:
                    await DeleteAsync(old[chance.Next(old.Count)]);
                    break;
                case < 3 when old.Count > 0:
                    await EditAsync(old[chance.Next(old.Count)], SomeWords(place, chance));
                    break;
                default:
                    known.Add(await SayAsync(place, SomeWords(place, chance)));
                    break;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100 + chance.Next(1100)), TimeProvider.System);
        }
    }

    private async Task<Said> SayAsync(ChatPlace place, int words)
    {
        Said said;
        lock (_gate)
        {
            said = new Said(_said.Count + 1, place, place.IsTelegram ? (++_lastTelegramId).ToString(CultureInfo.InvariantCulture) : "") { Words = words };
            _said.Add(said);
        }

        var text = ChatText.Of(said.Number, 0, words);
        if (place.IsTelegram)
            Push("message", said, text);
        else
            // What is dispatched while nobody listens is kept for who resumes.
            said.Id = await discord.SayAsync(place.ExternalId, "201", text);
        return said;
    }

    private async Task EditAsync(Said said, int words)
    {
        said.Version++;
        said.Words = words;
        var text = ChatText.Of(said.Number, said.Version, words);
        if (said.Place.IsTelegram)
        {
            Push("edited_message", said, text);
            return;
        }

        var at = TimeProvider.System.GetUtcNow().AddTicks(10 * Interlocked.Increment(ref _edits)).ToString("O", CultureInfo.InvariantCulture);
        await discord.EditAsync(said.Place.ExternalId, said.Id, "201", text, at);
    }

    private Task DeleteAsync(Said said)
    {
        said.IsDeleted = true;
        if (!said.Place.IsTelegram)
            return discord.DeleteAsync(said.Place.ExternalId, said.Id);
        // Telegram tells of no deletion; the bridge takes a single dot for one.
        Push("edited_message", said, ".");
        return Task.CompletedTask;
    }

    private void Push(string kind, Said said, string text) => telegram.Push(new JsonObject
    {
        [kind] = new JsonObject
        {
            ["message_id"] = long.Parse(said.Id, CultureInfo.InvariantCulture),
            ["date"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(),
            ["edit_date"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(),
            ["chat"] = new JsonObject { ["id"] = long.Parse(said.Place.ExternalId, CultureInfo.InvariantCulture), ["type"] = "supergroup", ["title"] = "Chat" },
            ["from"] = new JsonObject { ["id"] = 101, ["is_bot"] = false, ["first_name"] = "Ann", ["username"] = "ann" },
            ["text"] = text,
        },
    }.ToJsonString());

    /// <summary>Mostly few; now and then more than one message of Discord holds.</summary>
    private static int SomeWords(ChatPlace place, Random chance) => place.IsTelegram && chance.Next(12) == 0 ? LongText : 1 + chance.Next(6);
}
