using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace Vespid.Channels;

/// <summary>Sends by the daemon's <c>POST /api/v1/rpc</c>. Source: signal-cli-jsonrpc(5), method <c>send</c>.</summary>
internal sealed class SignalSender(TenantHttp http, IOptions<ChannelOptions> options) : TenantSender("signal", http, options)
{
    private const int UserError = -1;
    private const int UntrustedKey = -4;
    private const int RateLimited = -5;

    // The daemon has no authentication of its own.
    protected override bool HasCredentials(ChannelAccount account) => true;

    protected override async Task<SendResult> SendAsync(OutboundMessage message, ChannelAccount account, Uri root, CancellationToken cancellationToken)
    {
        var call = new JsonObject { ["jsonrpc"] = "2.0", ["method"] = "send", ["id"] = message.EntryId.ToString(), ["params"] = ParametersOf(message, account) };
        var result = await Http.SendAsync(
            HttpMethod.Post, TenantHttp.At(root, "api/v1/rpc"), Encoding.UTF8.GetBytes(call.ToJsonString()), static _ => { }, cancellationToken);
        return result is not PostResult.Answered answer ? WithoutAnswer(result) : IsSuccess(answer) ? ResultOf(Understand(answer), account) : OfStatus(answer);
    }

    private static JsonObject ParametersOf(OutboundMessage message, ChannelAccount account)
    {
        var parameters = new JsonObject { ["message"] = message.Text };
        if (account.Setting("number") is { } number)
            parameters["account"] = number;
        var to = SafeText.Of(message.ConversationId);
        if (IsPerson(to))
            parameters["recipient"] = new JsonArray(JsonValue.Create(to));
        else
            parameters["groupId"] = to;
        // Our ids of received messages are author and time, which is what a quotation needs.
        if (message.ReplyToProviderMessageId is { } reply && reply.LastIndexOf(':') is var colon and > 0
            && long.TryParse(reply.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var time))
        {
            parameters["quoteAuthor"] = SafeText.Of(reply[..colon]);
            parameters["quoteTimestamp"] = time;
        }

        return parameters;
    }

    private static bool IsPerson(string conversation) =>
        conversation.StartsWith('+') || conversation.StartsWith("u:", StringComparison.Ordinal) || Guid.TryParse(conversation, out _);

    private SendResult ResultOf(BodyReader answer, ChannelAccount account)
    {
        if (answer["error"] is { IsObject: true } error)
            return ErrorOf(error);
        var result = answer["result"];
        if (result["timestamp"].IntegerId is not { } time)
            return Unknown("answer_not_understood");
        var outcomes = result["results"].Items.Select(item => item["type"].Text).OfType<string>().ToList();
        if (outcomes.Count == 0 || outcomes.Contains("SUCCESS"))
            return new SendResult.Sent($"{account.Setting("number")}:{time}");
        return outcomes.Contains("RATE_LIMIT_FAILURE") ? Retry("rate_limited", null, counts: false)
            : outcomes.Contains("NETWORK_FAILURE") ? Retry("network_failure", null, counts: true)
            : Refused(SafeText.Cut(SafeText.Of(outcomes[0].ToLowerInvariant()), 64));
    }

    private SendResult ErrorOf(BodyReader error) => error["code"].Integer switch
    {
        RateLimited => Retry("rate_limited", null, counts: false),
        UserError => Refused("refused_by_daemon"),
        UntrustedKey => Refused("untrusted_key"),
        // The method or the request itself was not understood: an old daemon.
        <= -32600 and >= -32602 => Refused("rpc_not_understood"),
        _ => Retry("daemon_error", null, counts: true),
    };
}
