using System.Collections.Frozen;
using System.Collections.Immutable;
using Vespid.Grains.Channels;
using Vespid.Grains.Delivery;
using Vespid.Grains.Work;
using Vespid.Storage.Snapshots;
using Vespid.Tests.Simulation.Hosts;
using Vespid.Tests.Simulation.Machine;
using Vespid.Tests.Simulation.Memory;
using Vespid.Tests.Simulation.Outside;
using Vespid.Tests.Simulation.Sabotage;

namespace Vespid.Tests.Simulation.Running;

/// <summary>One run: everything that a seed decides.</summary>
internal sealed class World : Stage
{
    public const string WebhookSecret = "simulated-secret";

    /// <summary>The setting of accounts whose bot fetches its messages.</summary>
    public const string Fetched = "fetched";

    private static readonly TimeSpan LongestDrain = TimeSpan.FromHours(2);

    private readonly Books _books;
    private readonly Store _store;
    private readonly Postman _postman;
    private readonly Worker _worker;
    private readonly Operator _operator;
    private readonly SimulatedFlags _flags = new();
    private readonly Settings _settings;
    private int _crashes;
    private int _pauses;
    private int _storms;
    private int _redrives;
    private int _letters;

    public World(ulong seed, Defect defect, TextWriter? live = null)
        : this(new Dice(seed), defect, live)
    {
    }

    private World(Dice dice, Defect defect, TextWriter? live)
        : this(dice, Settings.Draw(dice.Fork()), defect, live)
    {
    }

    private World(Dice dice, Settings settings, Defect defect, TextWriter? live)
        : base(dice, live)
    {
        _settings = settings;
        _books = new Books(Time, Trace, Tally, _flags) { StoreOf = () => _store! };
        _store = new Store(Time, _books) { FenceIsOpen = defect.FenceIsOpen };
        var receivers = new Receivers(Schedule, Time, Dice.Fork(), Weather, _store, _books, Tally, Trace);
        _postman = new Postman(Time, Dice.Fork(), _books, Tally, Trace, () => Active);
        _worker = new Worker(Time, Dice.Fork(), _store, _books, Tally, () => Active);
        _operator = new Operator(Time, Dice.Fork(), _store, _books, Tally, Trace, _flags, () => Active);
        receivers.Taken += _worker.Take;
        _books.EntityChanged += entity => Notice(entity);
        Surroundings = new Surroundings
        {
            Schedule = Schedule, Time = Time, Wire = new Wire(Schedule), Dice = Dice.Fork(), Chance = Dice.Fork(), Store = _store, Watch = _books,
            Weather = Weather, Flags = _flags, Network = receivers.For, Defect = defect, Keeps = KeepWriting,
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

    protected override Surroundings Surroundings { get; }

    protected override Ledger Ledger => _books;

    protected override long MostSteps => 400_000;

    /// <summary>The identity of the bot of an account.</summary>
    public static string BotKey(Guid accountId) => "telegram:" + BotId(accountId);

    protected override bool Step()
    {
        if (DrainingSince is null && Dice.PerMille(Schedule.IsEmpty ? 500 : 25))
        {
            if (_letters == _settings.Letters)
                BeginDrain();
            else
                Act();
        }
        else if (!Schedule.IsEmpty)
        {
            RunOne();
        }
        else if (DrainingSince is { } since && !GoOnDraining(since))
        {
            return false;
        }
        else if (Time.NextDue is { } due)
        {
            Time.AdvanceTo(due);
        }

        return true;
    }

    protected override void Close() => _books.Close(_postman.Letters);

    protected override void Calm()
    {
        _operator.PutInOrder();
        _worker.IsReliable = true;
    }

    protected override void Started(SimulatedHost host)
    {
        foreach (var account in _store.Accounts.Values.Where(static account => account.Settings.Contains(Fetched)))
            KeepFetching(host, account.Id);
    }

    private static int BotId(Guid accountId) => accountId.ToByteArray()[15];

    private void Act()
    {
        switch (Dice.Below(100))
        {
            case < 40:
                _letters++;
                _postman.Write(NewLetter());
                break;
            case < 48 when _postman.Letters.FindAll(static letter => !letter.IsFetched) is { Count: > 0 } posted:
                _postman.Deliver(Dice.Of<Letter>(posted));
                break;
            case < 52 when _crashes < _settings.Crashes:
                _crashes += Active is null ? 0 : 1;
                Crash(Active is null ? default : Dice.Between(TimeSpan.Zero, TimeSpan.FromSeconds(3)));
                break;
            case < 56 when _pauses < _settings.Pauses:
                _pauses += Active is null ? 0 : 1;
                Pause();
                break;
            case < 62:
                ChangeWeather();
                break;
            case < 72:
                _operator.Act();
                break;
            case < 76:
                Time.AdvanceTo(Time.Now + Dice.Between(TimeSpan.Zero, TimeSpan.FromSeconds(4)));
                break;
            case < 78:
                JumpClock();
                break;
        }
    }

    private static void KeepWriting(SimulatedHost host)
    {
        host.Every<LaneWaker>(TimeSpan.FromSeconds(1));
        host.Every<AgentWaker>(TimeSpan.FromSeconds(1));
        host.Every<PairingSweeper>(TimeSpan.FromSeconds(30));
    }

    private void Notice(Guid entity)
    {
        foreach (var host in Hosts)
            host.Notice(entity);
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

    private void ChangeWeather()
    {
        if (Weather.Writes + Weather.Reads + Weather.Sends + Weather.Signals > 0)
        {
            Weather.Clear();
            return;
        }

        if (_storms++ >= _settings.Storms)
            return;
        Weather.Writes = Dice.Of(0, 50, 300);
        Weather.Reads = Dice.Of(0, 50, 200);
        Weather.Sends = Dice.Of(0, 200, 600);
        Weather.Signals = Dice.Of(0, 300, 1000);
    }

    private void JumpClock()
    {
        Tally.Fault("clock jump");
        var by = Dice.Between(TimeSpan.FromMinutes(-2), TimeSpan.FromMinutes(2));
        Trace.Add(Time.Now, 0, "clock jumps", null, (long)by.TotalSeconds);
        if (Dice.PerMille(500))
            Time.WallOff += by;
        else
            Time.DatabaseOff += by;
    }

    /// <returns>False when everything is done.</returns>
    private bool GoOnDraining(TimeSpan since)
    {
        if (Time.Now - since > LongestDrain)
        {
            Close();
            _books.Violated("It does not come to rest.");
            return false;
        }

        // A change may still have been on its way.
        if (_store.Accounts.Values.Any(static account => account is not { Enabled: true, Status: "running" }))
            _operator.PutInOrder();
        if (Active is not { } host || !IsIdle || !_postman.AllAnswered || _store.RunOrder.Exists(static run => run.IsOpen))
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
        var account = Dice.Of<AccountRecord>([.. _store.Accounts.Values]);
        var direct = Dice.PerMille(500);
        var sender = Dice.Of("101", "102");
        return new Letter
        {
            Number = _letters,
            Account = account,
            ConversationId = direct ? sender : "900",
            SenderId = sender,
            IsDirect = direct,
            Mentions = !direct && account.ChannelId != "telegram" && Dice.PerMille(500),
            Text = $"m{_letters}{(Dice.PerMille(500) ? " run" : "")}",
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
            organization.InflightRunLimit = Dice.PerMille(250) ? 1 : null;
            _store.Organizations.Add(organization.Id, organization);
        }

        var owners = _store.Organizations.Values.ToList();
        Add(new AccountRecord(NewId(ids, 11), owners[0], "telegram", "posted") { Secrets = Secrets(11) });
        Add(new AccountRecord(NewId(ids, 12), owners[1], "telegram", "bot") { Secrets = Secrets(12), Settings = [Fetched] });
        Add(new AccountRecord(NewId(ids, 13), owners[1], "signal", "hooked") { WebhookUrl = "https://hooks.example/in" });
        foreach (var account in _store.Accounts.Values)
            KeepWorking(account.Organization.Id);
    }

    private void KeepWorking(Guid organizationId) => Time.After(TimeSpan.FromSeconds(2), "", _ =>
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
