using System.Net;
using System.Net.Http.Headers;
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

        return await TravelAsync(host, trouble, take, answer, attempt, cancellationToken).ConfigureAwait(false);
    }

    private Task<HttpResponseMessage> TravelAsync(
        SimulatedHost host, SendTrouble trouble, Action take, Func<HttpResponseMessage> answer, Attempt? attempt, CancellationToken cancellationToken)
    {
        var begun = time.Now;
        var response = new TaskCompletionSource<HttpResponseMessage>();
        cancellationToken.Register(() => response.TrySetCanceled(cancellationToken));
        if (trouble == SendTrouble.Late)
            time.After(dice.Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(15)), "arrives late", _ => Arrive());
        else
            schedule.Add(null, "arrives", _ => Arrive());
        return response.Task;

        void Arrive()
        {
            if (trouble is SendTrouble.None or SendTrouble.Late or SendTrouble.TakenAndSilent or SendTrouble.TakenAndDropped)
                take();
            if (trouble is not (SendTrouble.Hang or SendTrouble.TakenAndSilent))
                schedule.Add(host.Process, "", _ => Return());
        }

        // What comes when its time is over may be cut off before it is read.
        void Return()
        {
            if (trouble == SendTrouble.TakenAndDropped)
                response.TrySetException(new HttpRequestException(HttpRequestError.ResponseEnded));
            else if (Refusal(trouble) is { } refusal)
                response.TrySetResult(refusal);
            else if (response.TrySetResult(answer()) && attempt is not null)
                attempt.IsAnswered = time.Now - begun < ChannelOptions.DefaultOutboundTimeout;
        }
    }

    private HttpResponseMessage? Refusal(SendTrouble trouble)
    {
        switch (trouble)
        {
            case SendTrouble.TooMany:
                var wait = TimeSpan.FromSeconds(1 + dice.Below(4));
                return new HttpResponseMessage(HttpStatusCode.TooManyRequests) { Headers = { RetryAfter = new RetryConditionHeaderValue(wait) } };
            case SendTrouble.Unavailable:
                return new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
            case SendTrouble.Broken:
                return new HttpResponseMessage(HttpStatusCode.InternalServerError);
            case SendTrouble.Refused:
                return new HttpResponseMessage(HttpStatusCode.BadRequest);
            default:
                return null;
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
