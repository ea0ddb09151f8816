namespace Vespid.Channels;

/// <summary>Meaning of Feishu's error codes. Source: open.feishu.cn/document/server-docs/getting-started/server-error-codes.</summary>
internal static class FeishuErrors
{
    /// <summary>The access token is unknown, ended, or of another kind.</summary>
    public static bool IsTokenFault(long code) => code is 99991661 or 99991663 or 99991664 or 99991668 or 99991671 or 99991677;

    /// <summary>A rate limit: of the app, or of the chat.</summary>
    public static bool IsSlower(long code) => code is 99991400 or 11232 or 230020 or 10012;

    /// <summary>The app lacks a permission, or is no bot.</summary>
    public static bool IsAccountFault(long code) => code is 99991672 or 99991679 or 99991662 or 99991673 or 230006;
}
