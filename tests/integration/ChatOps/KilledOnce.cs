using Vespid.Tests.Integration.Support;
using Vespid.Vendors;

namespace Vespid.Tests.Integration.ChatOps;

/// <summary>The host is killed amid what each of the tests needs, and started again: once for all of them.</summary>
public sealed class KilledOnce(RoomsHost rooms) : IAsyncLifetime
{
    /// <summary>Something was said on both sides.</summary>
    public Room Linked { get; } = rooms.NewRoom();

    /// <summary>Telegram's id of what was said there.</summary>
    public long Said { get; private set; }

    /// <summary>Its copy.</summary>
    public DiscordPost SaidCopy { get; private set; } = null!;

    /// <summary>Discord's ids of what was said there.</summary>
    public (string First, string Second) SaidThere { get; private set; }

    /// <summary>Their copies.</summary>
    public (TelegramSent First, TelegramSent Second) CopiesHere { get; private set; }

    /// <summary>A run was under way.</summary>
    public Room Running { get; } = rooms.NewRoom();

    /// <summary>Runs that the pipeline had been asked for.</summary>
    public int Runs { get; private set; }

    /// <summary>Something was said while nobody listened.</summary>
    public Room Unheard { get; } = rooms.NewRoom();

    public async Task InitializeAsync()
    {
        Said = Linked.Say("before the kill");
        SaidCopy = Assert.Single(await Linked.InDiscordAsync("before the kill"));
        SaidThere = (await rooms.Discord.SayAsync(Linked.Channel, "8", "from discord before"), await rooms.Discord.SayAsync(Linked.Channel, "8", "another one"));
        CopiesHere = (Assert.Single(await Linked.InTelegramAsync("from discord before")), Assert.Single(await Linked.InTelegramAsync("another one")));
        // What follows in a lane has seen the end of what was before recorded: nothing is in doubt.
        await Linked.SettleAsync();
        await Unheard.SettleAsync();

        await rooms.SwitchMutationsAsync(true);
        rooms.Pipeline.Close();
        var before = rooms.Pipeline.Runs.Count;
        Running.Say("/ops run weekly", Running.Allowed);
        Runs = (await rooms.Pipeline.Runs.WaitForCountAsync(before + 1, RoomsHost.Patience)).Count;
        await rooms.KillAsync();
        rooms.Discord.SayUnheard(Unheard.Channel, "8", "said to nobody");
        rooms.Discord.ForgetSessions();
        await rooms.StartAgainAsync();
        rooms.Pipeline.Open();
    }

    public Task DisposeAsync() => Task.CompletedTask;
}
