using System.Text.Json;
using Vespid.Storage.ChatOps;

namespace Vespid.Gateway.Console.Pages;

/// <summary>How rooms and their guardrails are put into words and colours.</summary>
public static class ChatOpsWords
{
    public static string Platform(string? channel) => channel switch
    {
        "telegram" => "Telegram",
        "discord" => "Discord",
        null => "this runtime",
        _ => channel,
    };

    public static string Authz(string? status) => status switch
    {
        null => "No data",
        "authorized" => "Authorized",
        "unauthorized" => "Unauthorized",
        "mutations_disabled" => "Mutations Disabled",
        _ => "Unknown",
    };

    /// <summary>What was held back must never look like what was done; what was only taken is not done yet.</summary>
    public static string OutcomeTone(string outcome) => outcome switch
    {
        "succeeded" => Tones.Good,
        "accepted" => Tones.Doubtful,
        "blocked" => Tones.Blocked,
        "failed" or "timed_out" => Tones.Bad,
        "pending" or "queued" or "running" => Tones.Busy,
        _ => Tones.Quiet,
    };

    public static string? RowClass(ChatTimelineItem item) => item.Outcome switch
    {
        "blocked" => "blocked",
        "failed" or "timed_out" => "failed",
        _ => null,
    };

    /// <summary>Whether the bot can do in the chat what the binding needs.</summary>
    public static (string Tone, string Word, string? Detail) Probe(string? json)
    {
        if (string.IsNullOrEmpty(json))
            return (Tones.Quiet, "not probed", null);
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (root.TryGetProperty("ok", out var ok) && ok.ValueKind == JsonValueKind.True)
                return (Tones.Good, "fine", null);
            var missing = root.TryGetProperty("missing", out var list) && list.ValueKind == JsonValueKind.Array
                ? string.Join(", ", list.EnumerateArray().Select(item => item.ToString()))
                : "";
            return (Tones.Bad, "missing", missing.Length == 0 ? null : missing);
        }
        catch (JsonException)
        {
            return (Tones.Quiet, "not understood", null);
        }
    }
}
