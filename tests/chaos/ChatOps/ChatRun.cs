using Vespid.Tests.Chaos.Checking;
using Vespid.Tests.Chaos.Nemesis;
using Vespid.Tests.Chaos.World;
using Vespid.Tests.Simulation.ChatOps;
using Vespid.Vendors;

namespace Vespid.Tests.Chaos.ChatOps;

/// <summary>One run of rooms: people talk while processes are killed and platforms misbehave; then peace until all is quiet; then everything is checked.</summary>
internal sealed class ChatRun(ChatRunSettings settings)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(150);
    private static readonly TimeSpan DrainPatience = TimeSpan.FromMinutes(5);

    private readonly Journal _journal = new();
    private readonly List<Violation> _seen = [];

    /// <param name="interrupted">Ends it early, and everything that it started.</param>
    public async Task<ChatRunReport> RunAsync(CancellationToken interrupted = default)
    {
        Directory.CreateDirectory(settings.Folder);
        await using var discord = await FakeDiscord.StartAsync();
        discord.Echoes = true;
        await using var world = await Surroundings.StartAsync(null, _journal, world => Settings(world, discord), settings.Silos);
        try
        {
            return await RunAsync(world, discord).WaitAsync(interrupted);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            await world.KeepAsync(settings.Folder, logs: true);
            throw;
        }
    }

    private async Task<ChatRunReport> RunAsync(Surroundings world, FakeDiscord discord)
    {
        var crowd = new ChatCrowd(world.Telegram, discord, new Random(settings.Seed));
        var reader = new ChatEvidenceReader(world, discord);
        var kills = new Kills(world, new Random(settings.Seed + 1));
        await Wait.UntilAsync(() => Task.FromResult(discord.Sockets.Count > 0 && world.Telegram.Calls.All.Any(static call => call.Method == "getUpdates")), "both bots are connected", Patience);
        var first = await crowd.SayOnceAsync();
        await Wait.UntilAsync(() => reader.HasAsync(first), "the first messages are taken", Patience);
        _journal.Note("all chats have said something");

        var length = TimeSpan.FromSeconds(settings.Seconds);
        await Task.WhenAll(
            crowd.TalkAsync(length),
            kills.RunAsync(settings.Kills, length, "something said after the kill is relayed", _ => RelayedAgain(crowd, reader)),
            TroubleAsync(world, discord, length));

        var healed = TimeProvider.System.GetTimestamp();
        _journal.Note("peace");
        world.Telegram.Faults.Clear();
        discord.Faults.Clear();
        await world.Hosts.EnsureAllAsync();
        // Chats and lanes keep their order: when the last word is taken and nothing is on its way, all before it has been dealt with.
        var last = await crowd.SayOnceAsync();
        if (!await Wait.TryUntilAsync(async () => await reader.HasAsync(last) && await reader.OpenAsync() == 0, DrainPatience))
            _seen.Add(new Violation(Violation.NotDrained, $"{await reader.OpenAsync()} updates and entries are open"));
        var drain = TimeProvider.System.GetElapsedTime(healed);

        _seen.AddRange(world.Hosts.Problems.Select(static what => new Violation(Violation.Process, what)));
        _seen.AddRange(await new EvidenceReader(world).WatchedAsync());
        var evidence = await reader.ReadAsync(crowd.All, _seen);
        var report = ChatRunReport.Of(settings, evidence, ChatChecker.Check(evidence), kills.TakeOvers, drain, discord.Sockets.Count);
        await world.KeepAsync(settings.Folder, logs: report.Violations.Count > 0);
        return report;
    }

    private static Func<TimeSpan?> RelayedAgain(ChatCrowd crowd, ChatEvidenceReader reader)
    {
        var (killed, said) = (TimeProvider.System.GetTimestamp(), crowd.All.Count);
        return () => reader.HasArrived(text => ChatText.NumberOf(text) > said) ? TimeProvider.System.GetElapsedTime(killed) : null;
    }

    private async Task TroubleAsync(Surroundings world, FakeDiscord discord, TimeSpan length)
    {
        var (chance, began) = (new Random(settings.Seed + 2), TimeProvider.System.GetTimestamp());
        VendorFault[] kinds = [.. VendorTroubles.Any, new VendorFault.AcceptThenGarbage()];
        string[] calls = ["sendMessage", "sendMessage", "editMessageText", "deleteMessage", "getUpdates", "getMe"];
        while (TimeProvider.System.GetElapsedTime(began) < length)
        {
            var (inTelegram, inDiscord, call) = (kinds[chance.Next(kinds.Length)], kinds[chance.Next(kinds.Length)], calls[chance.Next(calls.Length)]);
            _journal.Note($"telegram {call} {inTelegram}, discord {inDiscord}");
            world.Telegram.Faults.Add(inTelegram, chance.Next(1, 3), call);
            discord.Faults.Add(inDiscord, chance.Next(1, 3));
            if (chance.Next(3) == 0)
            {
                _journal.Note("the gateway cuts the connection");
                discord.Sockets.All[^1].Drop();
            }

            await Task.Delay(TimeSpan.FromSeconds(3 + (5 * chance.NextDouble())), TimeProvider.System);
        }
    }

    private Dictionary<string, string> Settings(Surroundings world, FakeDiscord discord)
    {
        var document = Path.Combine(settings.Folder, "rooms.json");
        File.WriteAllText(document, ChatPlace.Document().ToJsonString());
        return new()
        {
            ["CONTENTOPS_CHAT_ENABLED"] = "true",
            ["CONTENTOPS_CONFIG"] = document,
            ["TELEGRAM_BOT_TOKEN"] = world.Telegram.BotToken,
            ["DISCORD_BOT_TOKEN"] = FakeDiscord.BotToken,
            ["DISCORD_API_BASE_URL"] = discord.ApiBaseUrl,
        };
    }
}
