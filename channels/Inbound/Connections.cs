using System.Security.Cryptography;
using System.Text;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>What receivers of sockets share.</summary>
internal static class Connections
{
    public const string ReceiveSetting = "receive";

    private static readonly Dictionary<string, string> None = [];

    /// <summary>Whether the account asks for a connection instead of a webhook.</summary>
    public static bool Wants(ChannelAccount account) => account.Setting(ReceiveSetting) == "socket";

    /// <summary>Stands for a request when a connection brought the event, so that one reader serves both.</summary>
    public static IngressRequest RequestOf(ChannelAccount account, params ReadOnlySpan<(string Name, string? Value)> query)
    {
        Dictionary<string, string>? known = null;
        foreach (var (name, value) in query)
        {
            if (value is not null)
                (known ??= [])[name] = value;
        }

        return new("SOCKET", account.ChannelId, account.AccountKey, null, null, None, known ?? None, [], null, null);
    }

    /// <summary>Why a call that was needed for the connection has no answer.</summary>
    public static string FaultOf(PostResult result) => result switch
    {
        PostResult.NotSent { Error: var error } => error,
        PostResult.Lost { Error: var error } => error,
        _ => "address_refused",
    };

    /// <summary>Tells credentials apart without giving them away.</summary>
    public static string Fingerprint(string credential) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(credential)).AsSpan(0, 8));
}
