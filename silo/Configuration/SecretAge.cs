using System.Globalization;

namespace Vespid.Silo.Configuration;

/// <summary>How old a secret may become. Too old is an error of the check in production, a warning elsewhere, and never stops a process.</summary>
/// <param name="Variable">When it was issued.</param>
/// <param name="Secret">What it is, in lower case; a label of metrics.</param>
/// <param name="WarnDays">Older than this is told.</param>
/// <param name="MaxDays">Older than this is too old.</param>
internal sealed record SecretAge(string Variable, string Secret, int WarnDays, int MaxDays)
{
    public static IReadOnlyList<SecretAge> Rules { get; } =
    [
        new("TELEGRAM_TOKEN_ISSUED_AT", "telegram", 75, 90),
        new("A2A_API_KEY_ISSUED_AT", "a2a", 75, 180),
        new("LOG_DRAIN_TOKEN_ISSUED_AT", "log_drain", 75, 90),
        new("INTERNAL_API_SERVICE_TOKEN_ISSUED_AT", "service", 150, 180),
        new("OTEL_TOKEN_ISSUED_AT", "otel", 150, 180),
    ];

    /// <summary>What there is to say of the ages.</summary>
    public static (IReadOnlyList<string> Errors, IReadOnlyList<string> Warnings) Check(VespidOptions options, DateTimeOffset now)
    {
        List<string> errors = [], warnings = [];
        foreach (var rule in Rules)
        {
            if (!options.SecretsIssuedAt.TryGetValue(rule.Variable, out var issued))
                continue;
            var days = (now - issued).TotalDays;
            if (days < -1)
                errors.Add(Say(rule, issued, "lies in the future; set it to the day on which the secret was issued"));
            else if (days > rule.MaxDays)
                (options.IsProduction ? errors : warnings).Add(Say(rule, issued, $"is more than {rule.MaxDays} days ago; rotate the secret and set the new day"));
            else if (days > rule.WarnDays)
                warnings.Add(Say(rule, issued, $"is more than {rule.WarnDays} days ago; rotate the secret before it is {rule.MaxDays} days old"));
        }

        return (errors, warnings);
    }

    private static string Say(SecretAge rule, DateTimeOffset issued, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{rule.Variable} ({issued:yyyy-MM-dd}) {what}.");
}
