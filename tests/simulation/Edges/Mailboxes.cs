using System.Net;
using System.Text;
using System.Text.Json;
using Vespid.Tests.Simulation.Hosts;
using Vespid.Tests.Simulation.Machine;
using Vespid.Tests.Simulation.Outside;
using Vespid.Tests.Simulation.Running;

namespace Vespid.Tests.Simulation.Edges;

/// <summary>Where alerts go: webhooks, and behind them Telegram.</summary>
internal sealed class Mailboxes(Schedule schedule, WorldTime time, Dice dice, EdgeBooks books, Tally tally, Trace trace)
{
    public const string Chat = "-100200300";

    private static readonly SendTrouble[] Troubles = Enum.GetValues<SendTrouble>()[1..];

    private readonly Travels _travels = new(schedule, time, dice);
    private int _messageId;

    /// <summary>Webhook requests that something goes wrong with, in a thousand.</summary>
    public int WebhookTroubles { get; set; }

    /// <summary>Messages to Telegram that something goes wrong with, in a thousand.</summary>
    public int TelegramTroubles { get; set; }

    public HttpMessageHandler For(SimulatedHost host) => new Handler(this, host);

    private async Task<HttpResponseMessage> SendAsync(SimulatedHost host, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var isTelegram = request.RequestUri!.Host == "api.telegram.org";
        var trouble = dice.PerMille(isTelegram ? TelegramTroubles : WebhookTroubles) ? dice.Of<SendTrouble>(Troubles) : SendTrouble.None;
        using var body = JsonDocument.Parse(await request.Content!.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
        // The Bot API has no key: what is sent is known by its words.
        var letter = isTelegram ? books.LetterByText(body.RootElement.GetProperty("text").GetString()!) : books.LetterByKey(request.RequestUri.Host, body.RootElement.GetProperty("dedupe_key").GetString()!);
        tally.Count("sends");
        trace.Add(time.Now, host.Process.Number, "sends", letter?.Entry.Row.LaneKey, letter?.Entry.Seq ?? 0);
        if (trouble != SendTrouble.None)
        {
            tally.Fault((isTelegram ? "telegram " : "webhook ") + trouble);
            books.Troubled(letter);
        }

        books.Begins(host, letter);
        return await _travels.SendAsync(
            host, trouble, () => books.Takes(letter), () => Answer(isTelegram), _ => books.Acknowledged(letter), cancellationToken).ConfigureAwait(false);
    }

    private HttpResponseMessage Answer(bool isTelegram) => new(HttpStatusCode.OK)
    {
        Content = isTelegram
            ? new ByteArrayContent(Encoding.UTF8.GetBytes($"{{\"ok\":true,\"result\":{{\"message_id\":{++_messageId}}}}}"))
            : new ByteArrayContent([]),
    };

    private sealed class Handler(Mailboxes mailboxes, SimulatedHost host) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            mailboxes.SendAsync(host, request, cancellationToken);
    }
}
