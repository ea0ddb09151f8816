namespace Vespid.Channels;

/// <summary>Keys of an account. Holds a private one: never log it.</summary>
internal sealed class NostrKeys
{
    public const string RelaysSetting = "relays";

    private NostrKeys(byte[]? privateKey, string? publicKey) => (Private, Public) = (privateKey, publicKey);

    public byte[]? Private { get; }

    /// <summary>64 lower-case hex digits.</summary>
    public string? Public { get; }

    /// <summary>The public key comes from the private one where there is one and a library to tell.</summary>
    public static NostrKeys Of(ChannelAccount account, ISchnorr schnorr)
    {
        var secret = account.Secrets("privateKey") is [var hex, ..] ? NostrProof.Bytes(hex, 32) : null;
        var known = secret is not null && schnorr.IsAvailable && schnorr.PublicKeyOf(secret) is { } made ? Convert.ToHexStringLower(made) : null;
        return new(secret, known ?? account.Setting("publicKey"));
    }

    /// <summary>Relays that the account names, in order.</summary>
    public static IReadOnlyList<Uri> Relays(ChannelAccount account) =>
        [.. (account.Setting(RelaysSetting) ?? string.Empty).Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(text => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is ("ws" or "wss") ? url : null).OfType<Uri>().Distinct().Take(8)];

    public override string ToString() => Public ?? "no key";
}
