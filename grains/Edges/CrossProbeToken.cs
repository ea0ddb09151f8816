using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Vespid.Grains.Edges;

/// <summary><c>xprb_</c>, node, expiry and an HMAC over them: lets an edge report about others for seven days, and is stored nowhere.</summary>
internal static class CrossProbeToken
{
    public const string Prefix = "xprb_";
    public static readonly TimeSpan TimeToLive = TimeSpan.FromDays(7);

    public static string Mint(string nodeId, DateTimeOffset now, ReadOnlySpan<byte> key)
    {
        var claim = string.Create(CultureInfo.InvariantCulture, $"{nodeId}|{(now + TimeToLive).ToUnixTimeSeconds()}");
        return Prefix + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claim)) + "." + Base64Url.EncodeToString(Seal(claim, key));
    }

    /// <returns>The edge that it was given to; null when it is none of ours, or its time is over.</returns>
    public static string? Read(string token, DateTimeOffset now, ReadOnlySpan<byte> key)
    {
        if (key.IsEmpty || token.Length > 512 || !token.StartsWith(Prefix, StringComparison.Ordinal))
            return null;
        var dot = token.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0 || !Base64Url.IsValid(token.AsSpan(Prefix.Length, dot - Prefix.Length)) || !Base64Url.IsValid(token.AsSpan(dot + 1)))
            return null;
        var claim = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token.AsSpan(Prefix.Length, dot - Prefix.Length)));
        if (!CryptographicOperations.FixedTimeEquals(Base64Url.DecodeFromChars(token.AsSpan(dot + 1)), Seal(claim, key)))
            return null;
        var bar = claim.LastIndexOf('|');
        return bar > 0 && long.TryParse(claim.AsSpan(bar + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var until) && now.ToUnixTimeSeconds() < until ? claim[..bar] : null;
    }

    private static byte[] Seal(string claim, ReadOnlySpan<byte> key) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(claim));
}
