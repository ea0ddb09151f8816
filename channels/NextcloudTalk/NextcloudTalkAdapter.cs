using System.Security.Cryptography;
using System.Text;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>
/// Nextcloud Talk's bot webhooks: ActivityStreams bodies, signed over a random text and the raw body. Source: nextcloud-talk.readthedocs.io, bots.
/// </summary>
internal sealed class NextcloudTalkAdapter(Envelopes envelopes, TenantHttp http) : IChannelAdapter
{
    public const string BotSecret = "botSecret";
    private static readonly BridgeProof Bridge = new("nextcloud_talk", "x-nextcloud-talk-token", null);
    private static readonly Authenticity.Failed SignatureMissing = new("nextcloud_talk_signature_missing");
    private static readonly Authenticity.Failed SignatureInvalid = new("nextcloud_talk_signature_invalid");

    public ChannelDescriptor Descriptor { get; } = ChannelCatalog.Get("nextcloud-talk");

    public ValueTask<Authenticity> AuthenticateAsync(IngressRequest request, ChannelAccount account, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Authenticate(request, account));

    public IngressResponse? Handshake(IngressRequest request, ChannelAccount account) => null;

    public Normalization Normalize(IngressRequest request, ChannelAccount account)
    {
        if (!JsonBody.TryParseObject(request.Body, out var body))
            return Normalization.NotUnderstood;
        var bot = request.Query.GetValueOrDefault("botUserId") ?? account.Setting("botUserId");
        if (body["type"].Text is { } type && body["object"].IsObject && body["actor"].IsObject)
        {
            if (NextcloudTalkActivity.IsBots(body["actor"]))
                return Normalization.Own;
            return type == "Create" && NextcloudTalkActivity.Read(body, account, bot) is { } said ? envelopes.Seal(said, request, body) : Normalization.Unsupported;
        }

        return envelopes.Seal(NextcloudTalkBody.Read(body, bot) ?? GenericBody.Read(body, request), request, body);
    }

    private Authenticity Authenticate(IngressRequest request, ChannelAccount account)
    {
        var secrets = account.Secrets(BotSecret);
        if (secrets.Count == 0)
            return Bridge.Check(request, account);
        if (request.Headers.GetValueOrDefault("x-nextcloud-talk-signature") is not { } signature
            || request.Headers.GetValueOrDefault("x-nextcloud-talk-random") is not { } random)
            return SignatureMissing;
        return Signs(signature, random, request.Body, secrets) && IsFromOurServer(request, account) ? Authenticity.Authentic.Instance : SignatureInvalid;
    }

    // Letters of either case are valid in the signature.
    private static bool Signs(string signature, string random, byte[] body, IReadOnlyList<string> secrets)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes(random), .. body];
        var presented = Encoding.UTF8.GetBytes(signature.Trim().ToLowerInvariant());
        var matched = false;
        foreach (var secret in secrets)
        {
            var expected = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed));
            matched |= CryptographicOperations.FixedTimeEquals(presented, Encoding.UTF8.GetBytes(expected));
        }

        return matched;
    }

    // One secret may serve on several servers; a room's token means something on one only.
    private bool IsFromOurServer(IngressRequest request, ChannelAccount account)
    {
        if (account.Setting(VendorApi.BaseUrlSetting) is null)
            return true;
        return http.BaseOf(account) is { } ours
            && Uri.TryCreate(request.Headers.GetValueOrDefault("x-nextcloud-talk-backend"), UriKind.Absolute, out var backend)
            && string.Equals(Root(backend), Root(ours), StringComparison.OrdinalIgnoreCase);
    }

    private static string Root(Uri url) => url.GetLeftPart(UriPartial.Path).TrimEnd('/');
}
