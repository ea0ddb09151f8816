using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Vespid.Gateway.Access;
using Vespid.Gateway.Hosting;

namespace Vespid.Gateway.Standby;

/// <summary>
/// Header that a standby puts on what it forwards: it stops loops, and carries the caller's address under a signature that only the
/// processes of this deployment can make: <c>&lt;unix seconds&gt;;&lt;address&gt;;&lt;HMAC-SHA256, base64url&gt;</c>.
/// </summary>
internal sealed class HopSeal(IOptions<GatewayOptions> options, TimeProvider time)
{
    public const string Header = "x-vespid-forwarded";
    private const int MostAgeSeconds = 60;
    private readonly byte[] _key = DerivedKey.Of(options.Value.AuthTokenSecret, "hop.v1");

    public string Seal(string? address)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow().ToUnixTimeSeconds()};{address}");
        return $"{text};{Base64Url.EncodeToString(Sign(text))}";
    }

    /// <summary>The sealed address; null when the header is absent, forged or old.</summary>
    public string? Open(string header)
    {
        var end = header.LastIndexOf(';');
        var start = header.IndexOf(';', StringComparison.Ordinal);
        if (start < 0 || end <= start || !long.TryParse(header.AsSpan(0, start), NumberStyles.None, CultureInfo.InvariantCulture, out var sealedAt))
            return null;
        var genuine = CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(header[(end + 1)..]), Encoding.UTF8.GetBytes(Base64Url.EncodeToString(Sign(header[..end]))));
        var address = header[(start + 1)..end];
        return genuine && Math.Abs(time.GetUtcNow().ToUnixTimeSeconds() - sealedAt) <= MostAgeSeconds && IPAddress.TryParse(address, out _) ? address : null;
    }

    private byte[] Sign(string text) => HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(text));
}
