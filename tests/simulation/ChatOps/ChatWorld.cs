using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Vespid.Channels;
using Vespid.Embedded;
using Vespid.Grains;
using Vespid.Grains.ChatOps;
using Vespid.Grains.Delivery;
using Vespid.GrainInterfaces.Determinism;
using Vespid.Tests.Simulation.Hosts;
using Vespid.Tests.Simulation.Machine;
using Vespid.Tests.Simulation.Memory;
using Vespid.Tests.Simulation.Outside;
using Vespid.Tests.Simulation.Running;
using Vespid.Tests.Simulation.Sabotage;

namespace Vespid.Tests.Simulation.ChatOps;

/// <summary>Two hours of four rooms in ten chats, and as long after it as it takes until all is quiet.</summary>
internal sealed class ChatWorld : TimedStage
{
    private const long MostStepsAMinute = 150_000;

    /// <summary>Any transient fault may come more often here than a host would be configured to bear.</summary>
    private const int MostAttempts = 100;

    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(30);

    private readonly ChatSettings _settings;
    private readonly ChatBooks _books;
    private readonly Store _store;
    private readonly SimulatedTelegram _telegram;
    private readonly SimulatedDiscord _discord;
    private readonly ChatPeople _people;
    private readonly ChatCrashes _crashes;
    private TimeSpan? _quietSince;

    public ChatWorld(ulong seed, int minutes, Defect defect, TextWriter? live = null)
        : base(seed, live)
    {
        _settings = ChatSettings.Draw(Dice.Fork(), minutes);
        _books = new ChatBooks(Time, Trace, Tally) { StoreOf = () => _store! };
        _store = new Store(Time, _books) { FenceIsOpen = defect.FenceIsOpen };
        _telegram = new SimulatedTelegram(Schedule, Time, Dice.Fork(), _books, Tally, Trace);
        _discord = new SimulatedDiscord(Schedule, Time, Dice.Fork(), _books, Tally, Trace);
        _people = new ChatPeople(Time, Dice.Fork(), _books, _telegram, _discord, Tally);
        _crashes = new ChatCrashes(defect, Dice.Fork(), Tally);
        _crashes.Crashes += CrashNow;
        _books.Committed += _crashes.After;
        _telegram.Leaving += () => _crashes.During("request leaves");
        _telegram.Taken += () => _crashes.During("request taken");
        _discord.Leaving += () => _crashes.During("request leaves");
        _discord.Taken += () => _crashes.During("request taken");
        var wire = new Wire(Schedule);
        Surroundings = new Surroundings
        {
            Schedule = Schedule, Time = Time, Wire = wire, Dice = Dice.Fork(), Chance = Dice.Fork(), Store = _store, Watch = _books, Weather = Weather,
            Flags = new SimulatedFlags(), Network = host => new Network(_telegram, _discord, host), Defect = _crashes, Keeps = KeepWriting,
            Configure = static options => options.OutboundMaxAttempts = MostAttempts,
            Compose = services => Compose(services, wire),
        };
    }

    protected override Surroundings Surroundings { get; }

    protected override Ledger Ledger => _books;

    protected override TimeSpan Lasts => _settings.Lasts;

    protected override TimeSpan LongestDrain => TimeSpan.FromHours(3);

    protected override long MostSteps => MostStepsAMinute * (long)Lasts.TotalMinutes;

    protected override void Plan()
    {
        _people.Plan(_settings);
        Anytime(_settings.Crashes, PlanCrash);
        Anytime(_settings.Pauses, Pause);
        Anytime(_settings.DatabaseStorms, () => DatabaseStorm());
        Anytime(_settings.PlatformStorms, () => PlatformStorm(_telegram.Troubles));
        Anytime(_settings.PlatformStorms, () => PlatformStorm(_discord.Troubles));
        Anytime(_settings.Disconnects, Disconnect);
        Anytime(_settings.LostSessions, _discord.Sessions.Forget);
    }

    /// <summary>Nothing is on its way anywhere, and has not been for a while.</summary>
    protected override bool IsAtRest()
    {
        _quietSince = IsIdle && _telegram.Polls.AllConfirmed && _discord.Sessions.AllTaken ? _quietSince ?? Time.Now : null;
        return Time.Now - _quietSince > Rest;
    }

    protected override void Close() => _books.Close();

    protected override void Calm()
    {
        base.Calm();
        _crashes.Cancel();
        _people.Leave();
        (_telegram.Troubles.PerMille, _discord.Troubles.PerMille) = (0, 0);
        (_telegram.Polls.Repeats, _discord.Sessions.Repeats, _discord.Sessions.Failures) = (0, 0, 0);
    }

    private void KeepWriting(SimulatedHost host)
    {
        host.Every<LaneWaker>(TimeSpan.FromSeconds(1));
        host.Every<ChatBindings>(TimeSpan.FromSeconds(1));
        ChatLines.Keep(host, _books);
    }

    private void Compose(IServiceCollection services, Wire wire)
    {
        services.AddSingleton<RoomCalls>();
        services.AddSingleton<DiscordBuckets>();
        services.AddSingleton<IRoomClient, TelegramRooms>();
        services.AddSingleton<IRoomClient, DiscordRooms>();
        services.AddSingleton(static provider => new TelegramUpdateReader(provider.GetRequiredService<Envelopes>()));
        services.AddSingleton<IChannelReceiver, TelegramReceiver>();
        services.AddSingleton<IChannelReceiver>(provider => new SimulatedGateway(
            (HostProcess)provider.GetRequiredService<ITurnDispatcher>(), wire, _discord.Sessions, provider.GetRequiredService<IChance>()));
        services.AddVespidChatOps(ChatSettings.Rooms, static _ => { });
        // Nobody gives a command here, and what answers them reads more than the store has.
        services.RemoveAll<ICommandHandler>();
    }

    private void PlanCrash()
    {
        if (Dice.PerMille(250))
            CrashWithin(400);
        else
            _crashes.Plan();
    }

    private void PlatformStorm(PlatformTroubles troubles)
    {
        troubles.PerMille = Dice.Of(50, 200, 500);
        _telegram.Polls.Repeats = _discord.Sessions.Repeats = 300;
        _discord.Sessions.Failures = Dice.Of(0, 300);
        Time.After(Dice.Between(TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(6)), "", _ => troubles.PerMille = 0);
    }

    private void Disconnect()
    {
        if (Dice.PerMille(800))
        {
            Tally.Fault("connection cut");
            _discord.Sessions.Cut();
        }
        else
        {
            Tally.Fault("connection silent");
            _discord.Sessions.FallSilent();
        }
    }

    private sealed class Network(SimulatedTelegram telegram, SimulatedDiscord discord, SimulatedHost host) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            request.RequestUri!.Host == SimulatedTelegram.Host ? telegram.SendAsync(host, request, cancellationToken) : discord.SendAsync(host, request, cancellationToken);
    }
}
