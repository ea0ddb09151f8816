using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Vespid.GrainInterfaces.Control;
using Vespid.GrainInterfaces.Edges;
using Vespid.Storage.Edges;

namespace Vespid.Grains.Edges;

/// <summary>Who may register, and as what.</summary>
internal static partial class RegistrationRules
{
    /// <summary>How long the same host may ask again for its answer.</summary>
    public static readonly TimeSpan SecondAnswer = TimeSpan.FromMinutes(15);

    public static Refusal? Check(RegisterEdge command)
    {
        var faults = new Dictionary<string, string>();
        if (!Domain().IsMatch(command.Domain))
            faults["domain"] = "Must be a host name.";
        if (!IPAddress.TryParse(command.PublicIp, out _))
            faults["public_ip"] = "Must be an IP address.";
        if (command.Tunnel is not (null or "vless" or "wg" or "https"))
            faults["tunnel"] = "Must be vless, wg or https.";
        Text(faults, "region", command.Region, 64);
        Text(faults, "reality_public_key", command.Identity.RealityPublicKey, 128);
        Text(faults, "awg_pubkey", command.Identity.AwgPublicKey, 128);
        Text(faults, "branding", command.DisplayName, 128);
        if (command.Identity.RealityUuid is { } uuid && !Guid.TryParse(uuid, out _))
            faults["reality_uuid"] = "Must be a UUID.";
        if (command.ServeCountries.Length > 300 || command.ServeCountries.Any(country => country.Length is 0 or > 8))
            faults["serve_countries"] = "Must be country codes.";
        if (command.ChannelsWanted.Any(channel => !ChannelStatuses.Known.Contains(channel)))
            faults["channels_wanted"] = $"Must be of {string.Join(", ", ChannelStatuses.Known)}.";
        return faults.Count > 0 ? EdgeRefusals.Invalid(faults) : null;
    }

    public static Refusal? Check(RegistrationTokenRecord? token, string partnerId)
    {
        if (token is null)
            return EdgeRefusals.InvalidToken;
        if (token.RedeemedAgo is not null)
            return Refusal.Conflict("token_already_used", "The token has bought an edge already.");
        if (token.IsRevoked)
            return new Refusal(RefusalKind.Gone, "token_revoked", "The token was revoked.");
        if (token.IsExpired)
            return new Refusal(RefusalKind.Gone, "token_expired", "The token's time is over.");
        return token.PartnerId == partnerId ? null : Refusal.Forbidden("partner_mismatch", "The token is of another partner.");
    }

    public static bool Allows(PartnerRecord partner, RegistrationTokenRecord token, string domain) =>
        (token.Domain is null || token.Domain.Equals(domain, StringComparison.OrdinalIgnoreCase))
        && (partner.AllowedDomains.Count == 0 || partner.AllowedDomains.Any(allowed => Covers(allowed, domain)));

    /// <summary>Who may ask for the answer again: the same key of the same host.</summary>
    /// <returns>Null when the host gave no key to know it by.</returns>
    public static byte[]? Fingerprint(RegisterEdge command) => command.IdempotencyKey is not { Length: > 0 } key ? null : SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(
        '\n', key, command.Domain, command.PublicIp, command.Identity.RealityPublicKey, command.Identity.RealityUuid, command.Identity.AwgPublicKey)));

    public static bool IsSecondAsk(RegistrationTokenRecord token, RegisterEdge command) =>
        token is { RedeemedAgo: { } ago, NodeId: not null, Answer: not null, Fingerprint: { } known } && ago <= SecondAnswer
        && Fingerprint(command) is { } asked && CryptographicOperations.FixedTimeEquals(known, asked);

    /// <summary>The partner's id for its first edge, then with a number.</summary>
    public static string Label(PartnerRecord partner)
    {
        var taken = partner.Labels.ToHashSet(StringComparer.Ordinal);
        if (!taken.Contains(partner.Id))
            return partner.Id;
        return Enumerable.Range(2, taken.Count + 1).Select(number => $"{partner.Id}-{number}").First(label => !taken.Contains(label));
    }

    public static bool IsDomain(string text) => Domain().IsMatch(text);

    private static bool Covers(string allowed, string domain) => allowed.StartsWith("*.", StringComparison.Ordinal)
        ? domain.EndsWith(allowed[1..], StringComparison.OrdinalIgnoreCase)
        : domain.Equals(allowed, StringComparison.OrdinalIgnoreCase);

    private static void Text(Dictionary<string, string> faults, string field, string? value, int most)
    {
        if (value is not null && (value.Length == 0 || value.Length > most || value.AsSpan().ContainsAnyInRange('\0', '\x1f')))
            faults[field] = $"Must be one line of 1 to {most} characters.";
    }

    [GeneratedRegex("^(?=.{1,253}$)([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*$")]
    private static partial Regex Domain();
}
