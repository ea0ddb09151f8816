using Vespid.Channels;
using Vespid.GrainInterfaces.Determinism;
using Vespid.Tests.Simulation.Machine;

namespace Vespid.Tests.Simulation.ChatOps;

/// <summary>The gateway's end in a process: what the product's own receiver does with sessions, without a socket.</summary>
internal sealed class SimulatedGateway(HostProcess process, Wire wire, DiscordSessions sessions, IChance chance) : IChannelReceiver
{
    public string ChannelId => "discord";

    public string NeededSetting => Connections.ReceiveSetting;

    public string? ConnectionKey(ChannelAccount account) => "discord:" + SimulatedDiscord.BotId;

    public async Task RunAsync(ChannelAccount account, IReceiverSink sink, CancellationToken cancellationToken)
    {
        var session = DiscordSession.Parse(sink.Cursor);
        var line = await wire.CallAsync(process, "connects", () => sessions.Open(process, session));
        try
        {
            while (await line.NextAsync(cancellationToken) is { } frame)
            {
                sink.Heard();
                session = await TakeAsync((IRawSink)sink, session, frame, cancellationToken);
                sessions.Taken(line, frame);
            }
        }
        finally
        {
            line.Break();
        }

        throw new ReceiverException("connection_lost");
    }

    private async Task<DiscordSession?> TakeAsync(IRawSink sink, DiscordSession? session, GatewayFrame frame, CancellationToken cancellationToken)
    {
        switch (frame.Name)
        {
            case GatewayFrame.Beat:
                return session;
            case GatewayFrame.Resumed:
                await sink.ConnectedAsync(cancellationToken);
                return session;
            case GatewayFrame.Invalid:
                await sink.DeliverAsync([], DiscordSession.None, cancellationToken);
                throw new ReceiverException("discord_session_invalid", retryAfter: TimeSpan.FromSeconds(1 + (4 * chance.NextDouble())));
        }

        var data = BodyReader.Of(frame.Data);
        var next = frame.Name == DiscordDispatch.Ready
            ? new DiscordSession(data["session_id"].Text!, data["resume_gateway_url"].Text!, frame.Sequence, data["user"]["id"].Text)
            : session! with { Sequence = frame.Sequence };
        await sink.TakeAsync(frame.Name, data, next.ToString(), cancellationToken);
        if (frame.Name == DiscordDispatch.Ready)
            await sink.ConnectedAsync(cancellationToken);
        return next;
    }
}
