using System.Globalization;
using Vespid.Silo.Configuration;

namespace Vespid.Silo.Deployment;

/// <summary>The gates that are no soak, each a function of what was found.</summary>
internal static class GateRules
{
    /// <summary>From this share on the manifests differ too much.</summary>
    public const double MostDrift = 0.05;

    public const int HealthSamples = 3;

    public static GateResult Config(IReadOnlyList<string> errors) =>
        new("config", errors.Count == 0, $"{errors.Count} faults", "0 faults", string.Join(" ", errors));

    public static GateResult Health(int good) => new(
        "health", good >= HealthSamples, $"{good} good", $"{HealthSamples} good in a row", good >= HealthSamples ? "" : "the health route did not answer 200; see vespid healthcheck");

    public static GateResult Signature(string environment, string? verified) => new(
        "signature", verified is { Length: > 0 } || environment == "local", verified ?? "none", "verified",
        verified is { Length: > 0 } || environment == "local" ? "" : "verify the digest (cosign verify …) and name the evidence with --signature");

    public static GateResult Lock(string found, string? stored) => new(
        "lock", found.Length > 0 && found == stored, found, stored ?? "a stored checksum",
        found == stored && found.Length > 0 ? "" : stored is null ? "nothing to compare with; name --lock-checksum or the record with --against" : "what is to be deployed was restored from other lock files");

    /// <summary>Compares with what was soaked: fewer than five per cent of the keys may differ, each with a ticket, and none may be missing.</summary>
    public static GateResult Drift(IReadOnlyDictionary<string, string> here, IReadOnlyDictionary<string, string>? there, IReadOnlySet<string> ticketed)
    {
        if (there is null)
            return new GateResult("drift", false, "unknown", $"< {MostDrift:P0} of the keys", "nothing to compare with; name the soaked deployment with --against");
        var missing = there.Keys.Except(here.Keys).Order(StringComparer.Ordinal).ToList();
        var keys = here.Keys.Union(there.Keys).Count();
        var different = here.Keys.Union(there.Keys).Where(key => here.GetValueOrDefault(key) != there.GetValueOrDefault(key)).Order(StringComparer.Ordinal).ToList();
        var share = keys == 0 ? 0 : (double)different.Count / keys;
        var without = different.Where(key => !ticketed.Contains(key)).ToList();
        List<string> why = [];
        if (missing.Count > 0)
            why.Add($"missing here: {string.Join(", ", missing)}.");
        if (share >= MostDrift)
            why.Add($"too many keys differ: {string.Join(", ", different)}.");
        if (without.Count > 0)
            why.Add($"no ticket for {string.Join(", ", without)}; name it with --ticket NAME=TICKET.");
        return new GateResult(
            "drift", why.Count == 0, string.Create(CultureInfo.InvariantCulture, $"{different.Count} of {keys} keys ({share * 100:F1} %)"), "< 5 %, each with a ticket, none missing", string.Join(" ", why));
    }

    /// <summary>Ages within their windows; of a bot or an upstream that is in use the age must be known.</summary>
    public static GateResult Secrets(EnvironmentValues environment, VespidOptions options, DateTimeOffset now)
    {
        List<string> why = [];
        foreach (var (secrets, variable, days) in Windows)
        {
            var inUse = Array.Exists(secrets, name => environment[name] is not null);
            if (!options.SecretsIssuedAt.TryGetValue(variable, out var issued))
            {
                if (inUse)
                    why.Add($"{variable} must say when the secret was issued.");
            }
            else if ((now - issued).TotalDays > days)
            {
                why.Add(string.Create(CultureInfo.InvariantCulture, $"{variable} ({issued:yyyy-MM-dd}) is more than {days} days ago; rotate the secret."));
            }
        }

        return new GateResult("secrets", why.Count == 0, why.Count == 0 ? "within their windows" : $"{why.Count} faults", "Telegram 90 d, A2A 180 d", string.Join(" ", why));
    }

    public static GateResult Approval(string environment, string operatorId, string? approver)
    {
        var ok = approver is { Length: > 0 } && (environment != "production" || !string.Equals(approver, operatorId, StringComparison.OrdinalIgnoreCase));
        return new GateResult("approval", ok, approver ?? "none", "somebody who is not the operator", ok ? "" : "have somebody else approve and name them with --approver");
    }

    private static (string[] Secrets, string Variable, int Days)[] Windows { get; } =
    [
        (["TG_TOKEN", "TELEGRAM_BOT_TOKEN", "CONTENTOPS_TELEGRAM_BOT_TOKEN"], "TELEGRAM_TOKEN_ISSUED_AT", 90),
        (["A2A_API_KEY"], "A2A_API_KEY_ISSUED_AT", 180),
    ];
}
