using System.Text.RegularExpressions;
using Vespid.GrainInterfaces.Alerts;
using Vespid.GrainInterfaces.Control;
using Vespid.Grains.Edges;

namespace Vespid.Grains.Alerts;

/// <summary>What may be asked of the desk.</summary>
internal static partial class DeskRules
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    public static Refusal? Check(NewSilence silence, DateTimeOffset now)
    {
        if (silence.Kind is not ("silence" or "maintenance"))
            return EdgeRefusals.Invalid("kind", "Must be silence or maintenance.");
        if (silence.Reason.Trim().Length is 0 or > 500)
            return EdgeRefusals.Invalid("reason", "Must have 1 to 500 characters.");
        if (silence.Repeat is not ("none" or "daily" or "weekly"))
            return EdgeRefusals.Invalid("repeat", "Must be none, daily or weekly.");
        var startsAt = silence.StartsAt ?? now;
        if (silence.EndsAt <= startsAt || (silence.Repeat == "none" && silence.EndsAt <= now) || silence.EndsAt > now + Longest)
            return EdgeRefusals.Invalid("endsAt", "Must be after the start and the present, and at most a year ahead.");
        if (silence.Repeat != "none" && silence.EndsAt - startsAt > (silence.Repeat == "daily" ? TimeSpan.FromDays(1) : TimeSpan.FromDays(7)))
            return EdgeRefusals.Invalid("endsAt", "A window must be shorter than the time after which it repeats.");
        if (silence.Match.Severity is { } severity && severity is not (Severities.Info or Severities.Warn or Severities.Critical))
            return EdgeRefusals.Invalid("severity", "Must be info, warn or critical.");
        return silence.Match == new SilenceMatch() && silence.Kind == "silence" && silence.EndsAt - startsAt > TimeSpan.FromDays(1)
            ? EdgeRefusals.Invalid("match", "A silence of everything may last a day.")
            : null;
    }

    public static Refusal? Check(string receiverId, ReceiverSettings settings)
    {
        if (!Id().IsMatch(receiverId))
            return EdgeRefusals.Invalid("id", "Must be lower-case letters, digits and hyphens.");
        if (settings.WebhookUrl is { } url && !(Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && url.Length <= 2000))
            return EdgeRefusals.Invalid("webhookUrl", "Must be an http or https URL.");
        if (settings.TelegramChat is { } chat && !Chat().IsMatch(chat))
            return EdgeRefusals.Invalid("telegramChat", "Must be a chat's number, or a public name with its at sign.");
        return settings.EscalateTo == receiverId ? EdgeRefusals.Invalid("escalateTo", "Must be another receiver.") : null;
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,62}$")]
    private static partial Regex Id();

    [GeneratedRegex("^(-?[0-9]{1,20}|@[A-Za-z0-9_]{4,64})$")]
    private static partial Regex Chat();
}
