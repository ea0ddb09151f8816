using System.Text.Json.Nodes;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>Slack's Events API, slash commands and interactive messages over HTTP. Source: docs.slack.dev/apis/events-api.</summary>
internal sealed class SlackAdapter(SlackReader reader, SlackSignature signature) : IChannelAdapter
{
    public ChannelDescriptor Descriptor { get; } = ChannelCatalog.Get("slack");

    public ValueTask<Authenticity> AuthenticateAsync(IngressRequest request, ChannelAccount account, CancellationToken cancellationToken) =>
        ValueTask.FromResult(signature.Check(request, account));

    public IngressResponse? Handshake(IngressRequest request, ChannelAccount account)
    {
        // Messages are many and handshakes few: parsed only where the marker's bytes are.
        var marker = FormBody.IsForm(request) ? "ssl_check"u8 : "url_verification"u8;
        if (request.Body.AsSpan().IndexOf(marker) < 0 || !FormBody.TryParse(request, out var body))
            return null;
        if (FormBody.IsForm(request))
            return body["ssl_check"].Text == "1" ? VendorAnswers.Ok : null;
        return body["type"].Text == SlackReader.UrlVerification && body["challenge"].Text is { } challenge
            ? VendorAnswers.Json(new JsonObject { ["challenge"] = challenge })
            : null;
    }

    // What follows a command or a click is shown to the user, and anything but an empty 200 as a failure.
    public IngressResponse? Acknowledge(IngressRequest request) => FormBody.IsForm(request) ? VendorAnswers.Ok : null;

    public Normalization Normalize(IngressRequest request, ChannelAccount account) =>
        FormBody.TryParse(request, out var body) ? reader.Read(body, request, account) : Normalization.NotUnderstood;
}
