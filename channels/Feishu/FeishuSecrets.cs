namespace Vespid.Channels;

/// <summary>Names under which an account keeps what Feishu's console shows.</summary>
internal static class FeishuSecrets
{
    public static IReadOnlyList<string> Tokens(ChannelAccount account) =>
        account.Secrets("verificationToken") is { Count: > 0 } tokens ? tokens : account.Secrets("verification_token");

    public static IReadOnlyList<string> EncryptKeys(ChannelAccount account) => account.Secrets("encryptKey");
}
