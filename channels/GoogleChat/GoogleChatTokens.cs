using Microsoft.Extensions.Options;

namespace Vespid.Channels;

/// <summary>The two kinds of bearer token that Google Chat sends.</summary>
internal sealed class GoogleChatTokens(TokenVerifier verifier, IOptions<ChannelOptions> options)
{
    private const string Chat = "chat@system.gserviceaccount.com";
    private static readonly string[] Google = ["https://accounts.google.com", "accounts.google.com"];
    private static readonly string[] ChatItself = [Chat];

    /// <summary>Whether the account says for whom its tokens are made: the setting <c>endpointUrl</c> or <c>projectNumber</c>.</summary>
    public static bool AreExpected(ChannelAccount account) => account.Setting("endpointUrl") is not null || account.Setting("projectNumber") is not null;

    public async ValueTask<TokenCheck> CheckAsync(string? token, ChannelAccount account, CancellationToken cancellationToken)
    {
        if (token is null)
            return new TokenCheck.Invalid();
        var byUrl = account.Setting("endpointUrl") is { } url ? await CheckIdTokenAsync(token, url, account, cancellationToken) : null;
        if (byUrl is null or TokenCheck.Invalid && account.Setting("projectNumber") is { } project)
            return await verifier.VerifyAsync(token, new(new(options.Value.GoogleChatKeysUrl, false), ChatItself, project), cancellationToken);
        return byUrl ?? new TokenCheck.Invalid();
    }

    // Any Google account can get an ID token for this audience; only Chat's own has this address.
    private async ValueTask<TokenCheck> CheckIdTokenAsync(string token, string url, ChannelAccount account, CancellationToken cancellationToken)
    {
        var check = await verifier.VerifyAsync(token, new(new(options.Value.GoogleIdTokenKeysUrl, false), Google, url), cancellationToken);
        return check is TokenCheck.Valid { Claims: var claims } && !IsChat(claims, account) ? new TokenCheck.Invalid() : check;
    }

    private static bool IsChat(BodyReader claims, ChannelAccount account) =>
        claims["email_verified"].Boolean == true && claims["email"].Text is { } email && (email == Chat || email == account.Setting("senderEmail"));
}
