using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Vespid.Channels;

/// <summary>
/// Tokens of web chat visitors: <c>wcv1.</c>, then separated by points the account, the visitor in base64url, the expiry in Unix seconds, and the
/// HMAC-SHA256 of all before in base64url.
/// </summary>
public sealed class VisitorToken(IOptions<ChannelOptions> options, TimeProvider time)
{
    public const string Prefix = "wcv1.";
    private const int MaxLength = 1024;

    /// <summary>False when no key is configured: tokens are then neither issued nor taken.</summary>
    public bool Enabled => options.Value.VisitorTokenKey.Length >= 32;

    /// <exception cref="InvalidOperationException">No key is configured.</exception>
    public string Issue(Guid accountId, string visitorId, TimeSpan lifetime)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(visitorId);
        if (!Enabled)
            throw new InvalidOperationException($"{nameof(ChannelOptions)}.{nameof(ChannelOptions.VisitorTokenKey)} must have at least 32 bytes.");
        var expires = time.GetUtcNow().Add(lifetime).ToUnixTimeSeconds();
        var claims = string.Create(
            CultureInfo.InvariantCulture, $"{Prefix}{accountId:N}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(visitorId))}.{expires}");
        return $"{claims}.{Base64Url.EncodeToString(Sign(claims))}";
    }

    /// <summary>Whether <paramref name="token"/> is ours, for this account, and not expired.</summary>
    public bool TryVerify(string? token, Guid accountId, [NotNullWhen(true)] out Visitor? visitor)
    {
        if (TryRead(token, accountId, out visitor) && visitor.ExpiresAt > time.GetUtcNow())
            return true;
        visitor = null;
        return false;
    }

    /// <summary>As <see cref="TryVerify"/>, for a token whose life was already checked: it may have ended since.</summary>
    internal bool TryRead(string? token, Guid accountId, [NotNullWhen(true)] out Visitor? visitor)
    {
        visitor = null;
        if (!Enabled || token is null || token.Length > MaxLength || !token.StartsWith(Prefix, StringComparison.Ordinal))
            return false;
        var parts = token.Split('.');
        if (parts.Length != 5 || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(parts[4]), SignatureOf(parts)))
            return false;
        // Signed by us from here on, so the claims are well formed.
        var expires = DateTimeOffset.FromUnixTimeSeconds(long.Parse(parts[3], CultureInfo.InvariantCulture));
        if (Guid.ParseExact(parts[1], "N") != accountId)
            return false;
        visitor = new(accountId, Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[2])), expires);
        return true;
    }

    private byte[] SignatureOf(string[] parts) =>
        Encoding.UTF8.GetBytes(Base64Url.EncodeToString(Sign(string.Join('.', parts, 0, 4))));

    private byte[] Sign(string claims) => HMACSHA256.HashData(options.Value.VisitorTokenKey.Span, Encoding.UTF8.GetBytes(claims));
}
