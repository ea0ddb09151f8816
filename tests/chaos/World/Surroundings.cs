using Vespid.Tests.Chaos.Nemesis;
using Vespid.Vendors;

namespace Vespid.Tests.Chaos.World;

/// <summary>Everything that a run is made of, up and ready.</summary>
internal sealed class Surroundings : IAsyncDisposable
{
    /// <summary>A conversation's turn or reply is done again after this, when a process has died over it.</summary>
    private const int WorkLeaseSeconds = 5;

    private readonly WorldFolder _folder = new();

    private Surroundings(Journal journal) => Journal = journal;

    public Journal Journal { get; }

    public ChaosDatabase Database { get; private set; } = null!;

    public HostGroup Hosts { get; private set; } = null!;

    /// <summary>Null unless there are silos.</summary>
    public Redis? Redis { get; private set; }

    public FakeTelegram Telegram { get; private set; } = null!;

    public WebhookReceiver Bridge { get; private set; } = null!;

    public Expectations Expectations { get; private set; } = null!;

    public string Logs => _folder.Logs;

    /// <param name="sabotage">Name of a sabotage; null for the program itself.</param>
    /// <param name="journal">Where it is noted.</param>
    /// <param name="more">Further settings of the processes.</param>
    /// <param name="silos">How many silos that work side by side; 0 for a writer and its standby.</param>
    public static async Task<Surroundings> StartAsync(
        string? sabotage, Journal journal, Func<Surroundings, IReadOnlyDictionary<string, string>>? more = null, int silos = 0)
    {
        var world = new Surroundings(journal);
        try
        {
            await world.StartAsync(sabotage, more ?? (static _ => new Dictionary<string, string>()), silos);
            return world;
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }
    }

    /// <summary>Writes down what was done, and if asked copies what the processes and the server wrote.</summary>
    public async Task KeepAsync(string folder, bool logs)
    {
        Directory.CreateDirectory(folder);
        if (logs)
            KeepLogs(folder);
        await File.WriteAllLinesAsync(Path.Combine(folder, "nemesis.log"), Journal.Lines);
    }

    public async ValueTask DisposeAsync()
    {
        if (Hosts is not null)
            await Hosts.DisposeAsync();
        if (Telegram is not null)
            await Telegram.DisposeAsync();
        if (Bridge is not null)
            await Bridge.DisposeAsync();
        if (Redis is not null)
            await Redis.DisposeAsync();
        if (Database is not null)
            await Database.DisposeAsync();
        _folder.Dispose();
    }

    private void KeepLogs(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(_folder.Logs).Concat(Directory.Exists(Database.LogFolder) ? Directory.EnumerateFiles(Database.LogFolder) : []))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
    }

    private async Task StartAsync(string? sabotage, Func<Surroundings, IReadOnlyDictionary<string, string>> more, int silos)
    {
        Database = await ChaosDatabase.StartAsync(_folder.Path);
        Telegram = await FakeTelegram.StartAsync();
        Bridge = await WebhookReceiver.StartAsync();
        if (silos > 0)
            Redis = await Redis.StartAsync(_folder.Path);
        Hosts = new HostGroup(Database, Settings().Concat(more(this)).ToDictionary(), sabotage, _folder.Logs, Journal, silos);

        // The first alone, so that it is the writer whom the watch begins with.
        var first = Hosts.Slots[0];
        Hosts.Start(first);
        await Hosts.UntilReadyAsync(first);
        await Hosts.ActiveAsync();
        await Database.WatchAsync(first.ProcessNumber);
        using var operators = new Operator(first.Control);
        await operators.SignInAsync();
        Expectations = await operators.SetUpAsync(Telegram.BotToken, Bridge.Url);
        await Hosts.EnsureAllAsync();
    }

    private Dictionary<string, string> Settings()
    {
        var settings = SettingsOfAll();
        if (Redis is not null)
            settings["REDIS_URL"] = Redis.Url;
        return settings;
    }

    private Dictionary<string, string> SettingsOfAll() => new()
    {
        ["VESPID_DATA_DIR"] = _folder.Path,
        ["AUTH_USERNAME"] = Operator.Email,
        ["AUTH_PASSWORD"] = Operator.Password,
        ["TELEGRAM_API_BASE_URL"] = Telegram.Url.ToString(),
        ["TELEGRAM_SENDS_PER_SEC"] = "10000",
        ["TELEGRAM_CONVERSATION_INTERVAL_MS"] = "0",
        ["CHANNEL_INGRESS_RATE_PER_SEC"] = "100000",
        ["CHANNEL_OUTBOUND_ALLOWED_HOSTS"] = "127.0.0.1",
        ["CHANNEL_OUTBOUND_TIMEOUT_MS"] = "4000",
        ["CHANNEL_OUTBOUND_RETRY_BASE_MS"] = "200",
        ["CHANNEL_OUTBOUND_MAX_BACKOFF_MS"] = "2000",
        ["CHANNEL_OUTBOUND_MAX_ATTEMPTS"] = "6",
        ["WORK_LEASE_SEC"] = WorkLeaseSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}
