using System.Net;
using System.Text;
using System.Text.Json;
using Vespid.Channels;
using Vespid.Tests.Simulation.Hosts;
using Vespid.Tests.Simulation.Machine;
using Vespid.Tests.Simulation.Memory;
using Vespid.Tests.Simulation.Running;

namespace Vespid.Tests.Simulation.Outside;

/// <summary>Everybody who is sent something: webhook receivers, a Bot API, and agents' endpoints.</summary>
internal sealed class Receivers(Schedule schedule, WorldTime time, Dice dice, Weather weather, Store store, Books books, Tally tally, Trace trace)
{
    public const string AgentHost = "agent.example";

    private static readonly SendTrouble[] Troubles = Enum.GetValues<SendTrouble>()[1..];

    private readonly Travels _travels = new(schedule, time, dice);
    private int _messageId;

    /// <summary>A pushed run that the endpoint took, to end it later itself.</summary>
    public event Action<Guid, Guid>? Taken;

    public HttpMessageHandler For(SimulatedHost host) => new Handler(this, host);

    private async Task<HttpResponseMessage> SendAsync(SimulatedHost host, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var trouble = weather.Sends > 0 && dice.PerMille(weather.Sends) ? dice.Of<SendTrouble>(Troubles) : SendTrouble.None;
        if (trouble != SendTrouble.None)
            tally.Fault("receiver " + trouble);
        if (trouble == SendTrouble.NoConnection)
            throw new HttpRequestException(HttpRequestError.ConnectionError);

        using var body = JsonDocument.Parse(await request.Content!.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
        Action take;
        Func<HttpResponseMessage> answer;
        Attempt? attempt = null;
        if (request.RequestUri!.Host == AgentHost)
        {
            (take, answer) = Agent(body.RootElement);
        }
        else
        {
            attempt = books.Begins(host, EntryOf(request, body.RootElement));
            tally.Count("sends");
            trace.Add(time.Now, host.Process.Number, "sends", attempt?.Entry.Row.LaneKey, attempt?.Entry.Seq ?? 0);
            (take, answer) = (() => books.Takes(attempt), () => Sent(request));
        }

        return await _travels.SendAsync(host, trouble, take, answer, Returned, cancellationToken).ConfigureAwait(false);

        void Returned(TimeSpan after)
        {
            if (attempt is not null)
                attempt.IsAnswered = after < ChannelOptions.DefaultOutboundTimeout;
        }
    }

    private HttpResponseMessage Sent(HttpRequestMessage request) => new(HttpStatusCode.OK)
    {
        Content = IsBotApi(request)
            ? new ByteArrayContent(Encoding.UTF8.GetBytes($"{{\"ok\":true,\"result\":{{\"message_id\":{++_messageId}}}}}"))
            : new ByteArrayContent([]),
    };

    /// <summary>The endpoint of an agent: answers at once, or takes the run to end it through the work API.</summary>
    private (Action Take, Func<HttpResponseMessage> Answer) Agent(JsonElement body)
    {
        var (run, token) = (body.GetProperty("runId").GetGuid(), body.GetProperty("leaseToken").GetGuid());
        var text = body.GetProperty("input").TryGetProperty("text", out var value) ? value.GetString() : "";
        var ends = body.GetProperty("type").GetString() == "session.turn" ? $$"""{"reply":"pushed: {{text}}"}""" : "{}";
        tally.Count("pushes");
        if (dice.PerMille(700))
            return (static () => { }, () => new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(ends)) });
        return (() => Taken?.Invoke(run, token), static () => new HttpResponseMessage(HttpStatusCode.Accepted));
    }

    private EntryRecord? EntryOf(HttpRequestMessage request, JsonElement body)
    {
        if (!IsBotApi(request))
            return store.Entries.GetValueOrDefault(Guid.Parse(request.Headers.GetValues("webhook-id").Single()));
        // The Bot API has no idempotency key: what is sent is known by its words.
        return books.EntryOf(body.GetProperty("chat_id").ToString(), body.GetProperty("text").GetString()!);
    }

    private static bool IsBotApi(HttpRequestMessage request) => request.RequestUri!.Host == "api.telegram.org";

    private sealed class Handler(Receivers receivers, SimulatedHost host) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            receivers.SendAsync(host, request, cancellationToken);
    }
}
