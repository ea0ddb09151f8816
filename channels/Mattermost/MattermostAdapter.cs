using System.Text.Json.Nodes;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>Mattermost's outgoing webhooks and slash commands, as forms or JSON; bots hear by the socket instead. Source: developers.mattermost.com/integrate.</summary>
internal sealed class MattermostAdapter(MattermostReader reader) : IChannelAdapter
{
    private const string TokenHeader = "x-mattermost-token";
    private const string CommandScheme = "Token ";
    private const string BridgeSecretName = "webhookSecret";
    private static readonly string[] TokenNames = ["ingressToken", "token"];
    private static readonly Authenticity.Failed Invalid = new("mattermost_token_invalid");
    private static readonly Authenticity.Failed BridgeInvalid = new(ReasonCodes.SignatureInvalid);

    public ChannelDescriptor Descriptor { get; } = ChannelCatalog.Get("mattermost");

    public ValueTask<Authenticity> AuthenticateAsync(IngressRequest request, ChannelAccount account, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Authenticate(request, account));

    public IngressResponse? Handshake(IngressRequest request, ChannelAccount account) => null;

    // A command's user sees whatever is answered, and an error for any status but 200.
    public IngressResponse? Acknowledge(IngressRequest request) =>
        FormBody.TryParse(request, out var body) && body["command"].Text is not null && body["trigger_id"].Text is not null
            ? VendorAnswers.Json(new JsonObject())
            : null;

    public Normalization Normalize(IngressRequest request, ChannelAccount account) =>
        FormBody.TryParse(request, out var body) ? reader.Read(body, request, account) : Normalization.NotUnderstood;

    private static Authenticity Authenticate(IngressRequest request, ChannelAccount account)
    {
        // Each webhook and each command has a token of its own.
        var tokens = TokenNames.Select(account.Secrets).FirstOrDefault(values => values.Count > 0) ?? [];
        var signing = account.Secrets(BridgeSecretName);
        if (tokens.Count > 0 && !SharedSecrets.MatchesAny(PresentedToken(request), tokens))
            return Invalid;
        if (signing.Count > 0 && !SharedSecrets.HasGenericSignature(request, signing))
            return BridgeInvalid;
        return tokens.Count > 0 || signing.Count > 0 ? Authenticity.Authentic.Instance : Authenticity.Unsigned.Instance;
    }

    private static string? PresentedToken(IngressRequest request)
    {
        if (request.Headers.TryGetValue(TokenHeader, out var header) && header.Length > 0)
            return header;
        if (FormBody.TryParse(request, out var body) && body["token"].Text is { } token)
            return token;
        return request.Headers.TryGetValue("authorization", out var command) && command.StartsWith(CommandScheme, StringComparison.OrdinalIgnoreCase)
            ? command[CommandScheme.Length..].TrimStart()
            : SharedSecrets.PresentedToken(request);
    }
}
