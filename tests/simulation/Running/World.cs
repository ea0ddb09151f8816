using System.Collections.Frozen;
using System.Collections.Immutable;
using Vespid.Storage.Snapshots;
using Vespid.Tests.Simulation.Hosts;
using Vespid.Tests.Simulation.Machine;
using Vespid.Tests.Simulation.Memory;
using Vespid.Tests.Simulation.Outside;
using Vespid.Tests.Simulation.Sabotage;

namespace Vespid.Tests.Simulation.Running;

/// <summary>One run: everything that a seed decides.</summary>
internal sealed class World : IDisposable
{
    public const string WebhookSecret = "simulated-secret";

    /// <summary>The setting of accounts whose bot fetches its messages.</summary>
    public const string Fetched = "fetched";

    /// <summary>More steps than any run takes that comes to rest.</summary>
    private const long MostSteps = 400_000;

    private static readonly TimeSpan LongestDrain = TimeSpan.FromHours(2);

    private readonly Dice _dice;
    private readonly Schedule _schedule;
    private readonly WorldTime _time;
    private readonly Weather _weather;
    private readonly Books _books;
    private readonly Store _store;
    private readonly Postman _postman;
    private readonly Worker _worker;
    private readonly Operator _operator;
    private readonly SimulatedFlags _flags = new();
    private readonly Surroundings _surroundings;
    private readonly List<SimulatedHost> _hosts = [];
    private readonly Settings _settings;
    private int _crashes;
    private int _pauses;
    private int _storms;
    private int _redrives;
    private int _letters;
    private bool _starting;
    private TimeSpan? _drainingSince;

    public World(ulong seed, Defect defect, TextWriter? live = null)
    {
        _dice = new Dice(seed);
        Trace = new Trace { Live = live };
        _settings = Settings.Draw(_dice.Fork());
        _schedule = new Schedule(_dice.Fork());
        _time = new WorldTime(_schedule);
        _weather = new Weather(_dice.Fork(), Tally);
        _books = new Books(_time, Trace, Tally, _flags) { StoreOf = () => _store! };
        _store = new Store(_time, _books) { FenceIsOpen = defect.FenceIsOpen };
        var receivers = new Receivers(_schedule, _time, _dice.Fork(), _weather, _store, _books, Tally, Trace);
        _postman = new Postman(_time, _dice.Fork(), _books, Tally, Trace, () => Active);
        _worker = new Worker(_time, _dice.Fork(), _store, _books, Tally, () => Active);
        _operator = new Operator(_time, _dice.Fork(), _store, _books, Tally, Trace, _flags, () => Active);
        receivers.Taken += _worker.Take;
        _books.EntityChanged += entity => _hosts.ForEach(host => host.Notice(entity));
        _surroundings = new Surroundings
        {
            Schedule = _schedule, Time = _time, Wire = new Wire(_schedule), Dice = _dice.Fork(), Chance = _dice.Fork(), Store = _store, Watch = _books,
            Weather = _weather, Flags = _flags, Receivers = receivers, Defect = defect,
            Configure = options =>
            {
                options.AllowUnsigned = true;
                options.PairingNotice = _settings.PairingNotice;
                options.StoredRefusalsPerMinute = _settings.StoredRefusalsPerMinute;
                options.OutboundTimeToLive = _settings.TimeToLive;
                options.WorkLease = TimeSpan.FromSeconds(15);
            },
        };
        Settle();
    }

    public Trace Trace { get; }

    public Tally Tally { get; } = new();

    public IReadOnlyList<string> Violations => _books.Violations;

    private SimulatedHost? Active => _hosts.Find(static host => host.IsWriter && host.Process.Life == Life.Running);

    /// <summary>The identity of the bot of an account.</summary>
    public static string BotKey(Guid accountId) => "telegram:" + BotId(accountId);

    public void Run()
    {
        StartHost();
        while (_books.Violations.Count == 0 && Step())
        {
            if (Trace.Steps + Trace.Silent > MostSteps)
                _books.Violated("The run takes too many steps.");
        }

        if (_books.Violations.Count == 0)
            _books.Close(_postman.Letters);
        Tally.Count("steps", Trace.Steps + Trace.Silent);
        Tally.Count("hosts", _hosts.Count);
    }

    public void Dispose()
    {
        foreach (var host in _hosts)
        {
            host.Process.Crash();
            host.Dispose();
        }
    }

    private static int BotId(Guid accountId) => accountId.ToByteArray()[15];

    /// <returns>Whether there is more to come.</returns>
    private bool Step()
    {
        if (_drainingSince is null && _dice.PerMille(_schedule.IsEmpty ? 500 : 25))
        {
            if (_letters == _settings.Letters)
                BeginDrain();
            else
                Act();
        }
        else if (!_schedule.IsEmpty)
        {
            var (owner, what) = _schedule.RunOne();
            Trace.AddSilently(owner?.Number ?? 0, what);
        }
        else if (_drainingSince is { } since && !GoOnDraining(since))
        {
            return false;
        }
        else if (_time.NextDue is { } due)
        {
            _time.AdvanceTo(due);
        }

        return true;
    }

    private void Act()
    {
        switch (_dice.Below(100))
        {
            case < 40:
                _letters++;
                _postman.Write(NewLetter());
                break;
            case < 48 when _postman.Letters.FindAll(static letter => !letter.IsFetched) is { Count: > 0 } posted:
                _postman.Deliver(_dice.Of<Letter>(posted));
                break;
            case < 52 when _crashes < _settings.Crashes:
                Crash();
                break;
            case < 56 when _pauses < _settings.Pauses:
                Pause();
                break;
            case < 62:
                ChangeWeather();
                break;
            case < 72:
                _operator.Act();
                break;
            case < 76:
                _time.AdvanceTo(_time.Now + _dice.Between(TimeSpan.Zero, TimeSpan.FromSeconds(4)));
                break;
            case < 78:
                JumpClock();
                break;
        }
    }

    private void StartHost()
    {
        _starting = false;
        var host = new SimulatedHost(_surroundings, _hosts.Count + 1);
        _hosts.Add(host);
        Trace.Add(_time.Now, host.Process.Number, "host starts", null, host.Epoch);
        foreach (var account in _store.Accounts.Values.Where(static account => account.Settings.Contains(Fetched)))
            KeepFetching(host, account.Id);
    }

    /// <summary>A process that had to let go of the lease waits for it, with all that it remembers.</summary>
    private void TakeOver(SimulatedHost standby)
    {
        _starting = false;
        Tally.Fault("lease regained");
        standby.Lease.Take();
        Trace.Add(_time.Now, standby.Process.Number, "is the writer again", null, standby.Epoch);
    }

    private void KeepFetching(SimulatedHost host, Guid accountId)
    {
        var fetch = Task.CompletedTask;
        host.Process.Clock.CreateTimer(
            _ =>
            {
                if (fetch.IsCompleted && host.Lease.IsHeld)
                    host.Process.Start("", () => fetch = FetchAsync(host, accountId));
            },
            null,
            TimeSpan.FromSeconds(1),
            TimeSpan.FromSeconds(1));
    }

    private async Task FetchAsync(SimulatedHost host, Guid accountId)
    {
        try
        {
            if (!(await host.FetchedAccountsAsync()).Any(account => account.Id == accountId))
                return;
        }
        catch (Npgsql.NpgsqlException)
        {
            return;
        }

        await _postman.FetchAsync(host, accountId);
    }

    private void Crash()
    {
        if (Active is not { } host)
            return;
        _crashes++;
        Tally.Fault("crash");
        Trace.Add(_time.Now, host.Process.Number, "CRASH");
        host.Process.Crash();
        StartIn(_dice.Between(TimeSpan.Zero, TimeSpan.FromSeconds(3)));
    }

    /// <summary>The operating system stops a process; another takes over once the lease is free, and later the first one goes on.</summary>
    private void Pause()
    {
        if (Active is not { } host)
            return;
        _pauses++;
        Tally.Fault("pause");
        Trace.Add(_time.Now, host.Process.Number, "PAUSE");
        host.Process.Pause();
        var free = TimeSpan.FromSeconds(3);
        StartIn(_dice.Between(free, free * 2));
        _time.After(_dice.Between(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(20)), "", _ => Resume(host));
    }

    private void Resume(SimulatedHost host)
    {
        if (host.Process.Life != Life.Paused)
            return;
        Trace.Add(_time.Now, host.Process.Number, host.IsWriter ? "goes on" : "goes on as a zombie");
        if (!host.IsWriter)
            Tally.Fault("zombie");
        host.Process.Resume();
    }

    private void StartIn(TimeSpan wait)
    {
        if (_starting)
            return;
        _starting = true;
        _time.After(wait, "", _ =>
        {
            // It went on before the lease was free.
            if (Active is not null)
                _starting = false;
            else if (_hosts.Find(static host => host.Process.Life == Life.Running && host.Lease.Epoch == 0) is { } standby && _dice.PerMille(500))
                TakeOver(standby);
            else
                StartHost();
        });
    }

    private void ChangeWeather()
    {
        if (_weather.Writes + _weather.Reads + _weather.Sends + _weather.Signals > 0)
        {
            _weather.Clear();
            return;
        }

        if (_storms++ >= _settings.Storms)
            return;
        _weather.Writes = _dice.Of(0, 50, 300);
        _weather.Reads = _dice.Of(0, 50, 200);
        _weather.Sends = _dice.Of(0, 200, 600);
        _weather.Signals = _dice.Of(0, 300, 1000);
    }

    private void JumpClock()
    {
        Tally.Fault("clock jump");
        var by = _dice.Between(TimeSpan.FromMinutes(-2), TimeSpan.FromMinutes(2));
        Trace.Add(_time.Now, 0, "clock jumps", null, (long)by.TotalSeconds);
        if (_dice.PerMille(500))
            _time.WallOff += by;
        else
            _time.DatabaseOff += by;
    }

    /// <summary>From here on nothing goes wrong any more.</summary>
    private void BeginDrain()
    {
        Trace.Add(_time.Now, 0, "the weather clears for good");
        _drainingSince = _time.Now;
        _weather.Clear();
        _operator.PutInOrder();
        _worker.IsReliable = true;
        foreach (var host in _hosts)
            Resume(host);
    }

    /// <returns>False when everything is done.</returns>
    private bool GoOnDraining(TimeSpan since)
    {
        if (_time.Now - since > LongestDrain)
        {
            _books.Close(_postman.Letters);
            _books.Violated("It does not come to rest.");
            return false;
        }

        // A change may still have been on its way.
        if (_store.Accounts.Values.Any(static account => account is not { Enabled: true, Status: "running" }))
            _operator.PutInOrder();
        if (Active is not { } host || _starting || !_postman.AllAnswered
            || _store.OpenLanes.Values.Any(static lane => lane.Count > 0) || _store.RunOrder.Exists(static run => run.IsOpen))
            return true;
        var dead = _store.Entries.Values.Where(static entry => entry.Status == "dead_letter").GroupBy(static entry => entry.Row.OrganizationId).ToList();
        if (dead.Count == 0 || _redrives > 20)
            return false;
        _redrives++;
        foreach (var ofOne in dead)
            _operator.Redrive(host, ofOne.Key, [.. ofOne.Select(static entry => entry.Id)]);
        return true;
    }

    private Letter NewLetter()
    {
        var account = _dice.Of<AccountRecord>([.. _store.Accounts.Values]);
        var direct = _dice.PerMille(500);
        var sender = _dice.Of("101", "102");
        return new Letter
        {
            Number = _letters,
            Account = account,
            ConversationId = direct ? sender : "900",
            SenderId = sender,
            IsDirect = direct,
            Mentions = !direct && account.ChannelId != "telegram" && _dice.PerMille(500),
            Text = $"m{_letters}{(_dice.PerMille(500) ? " run" : "")}",
            IsFetched = account.Settings.Contains(Fetched),
        };
    }

    private void Settle()
    {
        var ids = new Dice(7);
        foreach (var kind in _settings.AgentKinds)
        {
            var organization = new OrganizationRecord(NewId(ids)) { AgentKind = kind, AgentEndpoint = $"https://{Receivers.AgentHost}/turns" };
            organization.Triggers = [.. Enumerable.Range(0, 2).Select(index => Trigger(NewId(ids), index))];
            organization.InflightRunLimit = _dice.PerMille(250) ? 1 : null;
            _store.Organizations.Add(organization.Id, organization);
        }

        var owners = _store.Organizations.Values.ToList();
        Add(new AccountRecord(NewId(ids, 11), owners[0], "telegram", "posted") { Secrets = Secrets(11) });
        Add(new AccountRecord(NewId(ids, 12), owners[1], "telegram", "bot") { Secrets = Secrets(12), Settings = [Fetched] });
        Add(new AccountRecord(NewId(ids, 13), owners[1], "signal", "hooked") { WebhookUrl = "https://hooks.example/in" });
        foreach (var account in _store.Accounts.Values)
            KeepWorking(account.Organization.Id);
    }

    private void KeepWorking(Guid organizationId) => _time.After(TimeSpan.FromSeconds(2), "", _ =>
    {
        if (Active is { } host && _store.Organizations[organizationId].AgentKind == "pull")
            host.Process.Start("", () => _ = _worker.WorkAsync(host, organizationId));
        KeepWorking(organizationId);
    });

    private void Add(AccountRecord account)
    {
        account.Allowlist.Add(("dm", "*"));
        account.Allowlist.Add(("group", "*"));
        _store.Accounts.Add(account.Id, account);
        _books.Remember(account);
    }

    private static FrozenDictionary<string, ImmutableArray<string>> Secrets(int bot) => new Dictionary<string, ImmutableArray<string>>
    {
        ["webhookSecretToken"] = [WebhookSecret],
        ["botToken"] = [$"{bot}:simulated"],
    }.ToFrozenDictionary();

    private static ChannelTrigger Trigger(Guid workflow, int index) => new()
    {
        WorkflowId = workflow,
        ChannelId = index == 0 ? "telegram" : "signal",
        Event = "message.received",
        TextContains = "run",
        SenderIn = [],
        GroupIn = [],
    };

    private static Guid NewId(Dice ids, byte last = 0)
    {
        var bytes = new byte[16];
        ids.Fill(bytes);
        if (last != 0)
            bytes[15] = last;
        return new Guid(bytes);
    }
}
