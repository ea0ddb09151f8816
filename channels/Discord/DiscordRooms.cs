using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace Vespid.Channels;

/// <summary>Discord for rooms. Source: docs.discord.com/developers/resources/message and …/webhook.</summary>
internal sealed class DiscordRooms(RoomCalls calls, DiscordBuckets buckets, TenantUrls urls, IOptions<ChannelOptions> options) : IRoomClient
{
    private const int UnknownChannel = 10003;
    private const int UnknownMessage = 10008;
    private const int UnknownWebhook = 10015;
    private const int MissingAccess = 50001;
    private const int MaxError = 200;
    private const long Administrator = 1 << 3;

    private static readonly (long Bit, string Name)[] Needed =
        [(1 << 10, "view"), (1 << 11, "send"), (1 << 15, "attach"), (1 << 16, "read_history"), (1 << 29, "manage_webhooks")];

    public string Channel => "discord";

    public int MaxText => 2000;

    public int MaxCaption => 2000;

    public long MaxUpload => 10L * 1024 * 1024;

    public Task<RoomAnswer<RoomBot>> MeAsync(string token, CancellationToken cancellationToken) => CallAsync<RoomBot>(
        HttpMethod.Get, "users/@me", token, null, "", null,
        result => result["id"].Text is { } id ? (true, new RoomBot(id, result["username"].Text)) : (false, null!), cancellationToken);

    public Task<RoomAnswer<string>> SendAsync(string token, RoomPost post, CancellationToken cancellationToken)
    {
        var channel = post.Topic ?? post.Place;
        var body = new JsonObject
        {
            ["allowed_mentions"] = new JsonObject { ["parse"] = new JsonArray([.. post.AllowMentions.Select(kind => JsonValue.Create(kind))]), ["replied_user"] = false },
        };
        if (post.Text.Length > 0)
            body["content"] = SafeText.Of(post.Text);
        if (post.Speaker is { } speaker)
        {
            body["username"] = speaker.Name;
            if (speaker.AvatarUrl is not null)
                body["avatar_url"] = speaker.AvatarUrl;
            var path = $"webhooks/{speaker.Webhook.Id}/{speaker.Webhook.Token}?wait=true" + (post.Topic is null ? "" : "&thread_id=" + post.Topic);
            return CallAsync(HttpMethod.Post, path, null, body, channel, post.File, MessageId, cancellationToken);
        }

        if (post.Nonce is not null)
        {
            body["nonce"] = post.Nonce;
            body["enforce_nonce"] = true;
        }

        if (post.ReplyTo is { } reply)
            body["message_reference"] = new JsonObject { ["message_id"] = reply, ["fail_if_not_exists"] = false };
        return CallAsync(HttpMethod.Post, $"channels/{channel}/messages", token, body, channel, post.File, MessageId, cancellationToken);
    }

    public Task<RoomAnswer<bool>> EditAsync(string token, RoomCopy copy, string text, CancellationToken cancellationToken) => CallAsync(
        HttpMethod.Patch, PathOf(copy), copy.Webhook is null ? token : null,
        new JsonObject { ["content"] = SafeText.Of(text), ["allowed_mentions"] = new JsonObject { ["parse"] = new JsonArray() } },
        copy.Topic ?? copy.Place, null, _ => (true, true), cancellationToken);

    public Task<RoomAnswer<bool>> DeleteAsync(string token, RoomCopy copy, CancellationToken cancellationToken) => CallAsync(
        HttpMethod.Delete, PathOf(copy), copy.Webhook is null ? token : null, null, copy.Topic ?? copy.Place, null, _ => (true, true), cancellationToken);

    public async Task<RoomAnswer<ReadOnlyMemory<byte>>> DownloadAsync(string token, string reference, int maxBytes, CancellationToken cancellationToken) =>
        urls.TryParse(reference, out var url)
            ? TelegramRooms.Content(await calls.DownloadAsync(url, isOwn: false, maxBytes, cancellationToken))
            : new RoomAnswer<ReadOnlyMemory<byte>>.Refused(403, "address_refused", RoomFault.Message);

    public async Task<RoomAnswer<RoomWebhook>> WebhookAsync(string token, string place, string name, CancellationToken cancellationToken)
    {
        // Only webhooks of the bot's own application come with their token.
        var found = await CallAsync<RoomWebhook?>(
            HttpMethod.Get, $"channels/{place}/webhooks", token, null, place, null,
            result => (result.IsArray, result.Items.Where(item => item["name"].Text == name).Select(HookOf).FirstOrDefault(hook => hook is not null)), cancellationToken);
        return found switch
        {
            RoomAnswer<RoomWebhook?>.Ok { Value: { } own } => new RoomAnswer<RoomWebhook>.Ok(own),
            RoomAnswer<RoomWebhook?>.Ok => await CallAsync<RoomWebhook>(
                HttpMethod.Post, $"channels/{place}/webhooks", token, new JsonObject { ["name"] = name }, place, null,
                result => HookOf(result) is { } made ? (true, made) : (false, null!), cancellationToken),
            _ => found.As<RoomWebhook>(),
        };
    }

    public async Task<RoomAnswer<RoomAccess>> CheckAsync(string token, string place, string botId, CancellationToken cancellationToken)
    {
        var found = await GetAsync($"channels/{place}", token, place, cancellationToken);
        if (found is not RoomAnswer<BodyReader>.Ok { Value: var channel })
            return found.As<RoomAccess>();
        if (channel["guild_id"].Text is not { } guild)
            return new RoomAnswer<RoomAccess>.Ok(new RoomAccess([], channel["name"].Text));
        var roles = await GetAsync($"guilds/{guild}/roles", token, place, cancellationToken);
        if (roles is not RoomAnswer<BodyReader>.Ok { Value: var known })
            return roles.As<RoomAccess>();
        var member = await GetAsync($"guilds/{guild}/members/{botId}", token, place, cancellationToken);
        if (member is not RoomAnswer<BodyReader>.Ok { Value: var self })
            return member.As<RoomAccess>();
        var bits = Permissions(guild, botId, known, [.. self["roles"].Items.Select(role => role.Text ?? "")], channel["permission_overwrites"]);
        return new RoomAnswer<RoomAccess>.Ok(new RoomAccess([.. Needed.Where(need => (bits & need.Bit) == 0).Select(need => need.Name)], channel["name"].Text));
    }

    public Task<RoomAnswer<IReadOnlyList<JsonElement>>> AfterAsync(string token, string place, string messageId, CancellationToken cancellationToken) =>
        CallAsync<IReadOnlyList<JsonElement>>(
            HttpMethod.Get, $"channels/{place}/messages?limit=100&after={messageId}", token, null, place, null,
            result => (result.IsArray, [.. result.Items.Select(item => item.Element).OrderBy(item => Snowflake(item))]), cancellationToken);

    private static ulong Snowflake(JsonElement message) =>
        ulong.TryParse(BodyReader.Of(message)["id"].Text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;

    /// <summary>Everybody's role, the bot's roles, then the channel's overwrites in Discord's order: everybody, roles, member.</summary>
    private static long Permissions(string guild, string bot, BodyReader known, ImmutableArray<string> own, BodyReader overwrites)
    {
        long bits = 0;
        foreach (var role in known.Items)
        {
            if (role["id"].Text is { } id && (id == guild || own.Contains(id)))
                bits |= Bits(role["permissions"]);
        }

        if ((bits & Administrator) != 0)
            return ~0L;
        var rules = overwrites.Items.ToLookup(rule => rule["id"].Text ?? "");
        foreach (var rule in rules[guild])
            bits = (bits & ~Bits(rule["deny"])) | Bits(rule["allow"]);
        var ofRoles = own.SelectMany(role => rules[role]).ToList();
        bits = (bits & ~ofRoles.Aggregate(0L, (sum, rule) => sum | Bits(rule["deny"]))) | ofRoles.Aggregate(0L, (sum, rule) => sum | Bits(rule["allow"]));
        foreach (var rule in rules[bot])
            bits = (bits & ~Bits(rule["deny"])) | Bits(rule["allow"]);
        return bits;
    }

    private static long Bits(BodyReader text) => long.TryParse(text.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var bits) ? bits : 0;

    private static string PathOf(RoomCopy copy) => copy.Webhook is { } webhook
        ? $"webhooks/{webhook.Id}/{webhook.Token}/messages/{copy.MessageId}" + (copy.Topic is null ? "" : "?thread_id=" + copy.Topic)
        : $"channels/{copy.Topic ?? copy.Place}/messages/{copy.MessageId}";

    private static RoomWebhook? HookOf(BodyReader item) => item["id"].Text is { } id && item["token"].Text is { } token ? new(id, token) : null;

    private static (bool, string) MessageId(BodyReader result) => result["id"].Text is { } id ? (true, id) : (false, "");

    private Task<RoomAnswer<BodyReader>> GetAsync(string path, string token, string place, CancellationToken cancellationToken) =>
        CallAsync<BodyReader>(HttpMethod.Get, path, token, null, place, null, result => (true, result), cancellationToken);

    private async Task<RoomAnswer<T>> CallAsync<T>(
        HttpMethod method, string path, string? token, JsonObject? body, string bucket, RoomFile? file, Func<BodyReader, (bool, T)> read, CancellationToken cancellationToken)
    {
        // A webhook has a bucket of its own; its path is its credential.
        var owner = token ?? path.Split('?')[0];
        if (buckets.WaitOf(owner, bucket) is { } wait)
            return new RoomAnswer<T>.Refused(429, "discord_rate_limited", RoomFault.Later, wait);
        var url = new Uri(options.Value.DiscordApiBaseUrl.AbsoluteUri.TrimEnd('/') + "/" + path);
        var result = await calls.SendAsync(method, url, token is null ? null : "Bot " + token, body, file, cancellationToken, Form);
        switch (result)
        {
            case PostResult.Answered answer:
                buckets.Note(owner, bucket, answer);
                return Read(answer, read);
            case PostResult.NotSent { Error: var error }:
                return new RoomAnswer<T>.NotSent("discord_" + error);
            case PostResult.Lost { Error: var error }:
                return new RoomAnswer<T>.Lost("discord_" + error);
            default:
                return new RoomAnswer<T>.NotSent("discord_address_refused");
        }
    }

    private static MultipartFormDataContent Form(JsonObject body, string boundary, RoomFile file)
    {
        var form = new MultipartFormDataContent(boundary);
        body["attachments"] = new JsonArray(new JsonObject { ["id"] = 0, ["filename"] = file.Name });
        form.Add(new StringContent(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json"), "payload_json");
        form.Add(RoomCalls.Part(file), "files[0]", file.Name);
        return form;
    }

    private static RoomAnswer<T> Read<T>(PostResult.Answered answer, Func<BodyReader, (bool, T)> read)
    {
        var understood = DiscordApi.TryRead(answer, out var body);
        if (answer.Status is >= 200 and < 300)
            return read(body) is (true, var value) ? new RoomAnswer<T>.Ok(value) : new RoomAnswer<T>.Lost("discord_answer_not_understood");
        var code = understood ? body["code"].Integer : null;
        var text = understood && body["message"].Text is { } said ? ": " + SafeText.Cut(SafeText.Of(said), MaxError) : "";
        // The body tells the wait to the millisecond; the header is rounded up.
        var wait = understood && answer.Status == 429 && body["retry_after"].Number is { } seconds ? TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 86_400)) : answer.RetryAfter;
        var fault = (answer.Status, code) switch
        {
            (429 or 408 or >= 500, _) => RoomFault.Later,
            (401, _) => RoomFault.Token,
            (_, UnknownMessage) => RoomFault.Gone,
            (_, UnknownWebhook) => RoomFault.Permission,
            (_, UnknownChannel or MissingAccess) => RoomFault.Room,
            (403, _) => RoomFault.Permission,
            (404, _) => RoomFault.Gone,
            _ => RoomFault.Message,
        };
        return new RoomAnswer<T>.Refused(answer.Status, $"discord_{answer.Status}{text}", fault, wait);
    }
}
