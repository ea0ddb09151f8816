using Microsoft.Extensions.Options;

namespace Vespid.Grains.Edges;

/// <summary>Names every variable that is out of bounds, and its bound; nothing is clamped.</summary>
internal sealed class EdgeOptionsValidator : IValidateOptions<EdgeOptions>
{
    private const int Day = 86_400;

    public ValidateOptionsResult Validate(string? name, EdgeOptions options)
    {
        var faults = new List<string>();
        Between(faults, "EDGE_TRANSITION_SAMPLES", options.TransitionSamples, 1, 10);
        Seconds(faults, "EDGE_STALE_AFTER", options.StaleAfter, 30, Day);
        Seconds(faults, "EDGE_SILENT_AFTER", options.SilentAfter, 31, 7 * Day);
        if (options.SilentAfter <= options.StaleAfter)
            faults.Add("EDGE_SILENT_AFTER must be more than EDGE_STALE_AFTER.");
        Between(faults, "EDGE_REPORT_INTERVAL_SEC", options.ReportIntervalSeconds, 10, 3600);
        Seconds(faults, "REGISTRATION_TOKEN_TTL", options.RegistrationTokenTtl, 60, 30 * Day);
        Between(faults, "EDGE_HISTORY_DAYS", (int)options.HistoryAge.TotalDays, 1, 3650);
        Seconds(faults, "OXPULSE_TG_MIN_INTERVAL", options.MinInterval, 0, Day);
        Seconds(faults, "EDGE_GROUP_WAIT", options.GroupWait, 0, 60);
        Seconds(faults, "EDGE_REPEAT_CRITICAL", options.RepeatCritical, 60, Day);
        Seconds(faults, "EDGE_REPEAT_WARN", options.RepeatWarn, 60, 7 * Day);
        Seconds(faults, "EDGE_ESCALATE_AFTER", options.EscalateAfter, 60, Day);
        Between(faults, "OXPULSE_CB_MAX", options.BreakerMax, 1, 1000);
        Seconds(faults, "OXPULSE_CB_WINDOW", options.BreakerWindow, 60, Day);
        Between(faults, "OXPULSE_CB_MAX_CRITICAL", options.BreakerMaxCritical, 1, 1000);
        Seconds(faults, "OXPULSE_CB_DIGEST", options.BreakerDigest, 60, Day);
        Seconds(faults, "OXPULSE_CB_HALF_OPEN", options.BreakerHalfOpen, 60, 7 * Day);
        Between(faults, "FLEET_CASCADE_MIN", options.CascadeMin, 2, 100_000);
        Between(faults, "FLEET_CASCADE_PCT", options.CascadePercent, 1, 100);
        Seconds(faults, "FLEET_CASCADE_WINDOW", options.CascadeWindow, 10, 3600);
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static void Between(List<string> faults, string variable, int value, int least, int most)
    {
        if (value < least || value > most)
            faults.Add($"{variable} must be {least} to {most}, but is {value}.");
    }

    private static void Seconds(List<string> faults, string variable, TimeSpan value, int least, int most)
    {
        if (value < TimeSpan.FromSeconds(least) || value > TimeSpan.FromSeconds(most))
            faults.Add($"{variable} must be {least} to {most} seconds, but is {value.TotalSeconds}.");
    }
}
