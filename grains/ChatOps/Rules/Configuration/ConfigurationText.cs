using System.Globalization;
using Vespid.GrainInterfaces.ChatOps;

namespace Vespid.Grains.ChatOps;

/// <summary>The configuration as lines for an operator.</summary>
internal static class ConfigurationText
{
    private const int Shown = 4;
    private const int LeastToShow = 16;

    public static IReadOnlyList<string> Of(ChatOpsParsed parsed)
    {
        var settings = parsed.Settings;
        var lines = new List<string> { settings.Enabled ? "ChatOps: enabled" : "ChatOps: off" };
        if (settings.Enabled)
        {
            lines.AddRange(settings.Instances.Select(instance => $"  instance {instance.Id} on {instance.Channel}: {instance.TokenVariable} {Mask(instance.Token)}"));
            foreach (var room in settings.Rooms)
            {
                lines.Add($"  room {room.RoomId} \"{room.RoomName}\"");
                lines.AddRange(room.Bindings.Select(binding => "    " + Of(binding)));
            }

            lines.Add($"  commands: {settings.CommandPrefix}, bot {settings.BotName}, mutations {(settings.MutationsEnabled ? "on" : "off")}, operators "
                + string.Create(CultureInfo.InvariantCulture, $"{settings.AllowedTelegramUserIds.Count} on telegram, {settings.AllowedDiscordUserIds.Count} on discord"));
            lines.Add($"  github: {Repository(settings)}, GITHUB_TOKEN {Mask(settings.GitHubToken)}");
            lines.Add($"  run: {settings.Run?.ToString() ?? "not configured"}{(settings.Run?.Token is { } token ? ", token " + Mask(token) : "")}, coverage: {settings.CoverageUrl?.Host ?? "not configured"}");
        }

        lines.AddRange(parsed.Warnings.Select(fault => "  warning " + Of(fault)));
        lines.AddRange(parsed.Errors.Select(fault => "  error " + Of(fault)));
        return lines;
    }

    /// <summary>Never more than the end of it, and that only of a long one.</summary>
    public static string Mask(string? token) => token switch
    {
        null or "" => "missing",
        { Length: >= LeastToShow } => $"set (…{token[^Shown..]})",
        _ => "set",
    };

    private static string Of(ChatBindingSettings binding)
    {
        var topic = binding.TopicId is { } id ? $" topic {id}" : binding.Options.AllTopics ? " all topics" : "";
        var arrow = binding.Options switch { { Enabled: false } => "off", { Direction: "inbound" } => "->", { Direction: "outbound" } => "<-", _ => "<->" };
        return $"{arrow} {binding.Channel} {binding.ExternalRoomId}{topic} by {binding.InstanceId}";
    }

    private static string Repository(ChatOpsSettings settings) =>
        settings.GitHubOwner is { } owner && settings.GitHubRepository is { } repository ? $"{owner}/{repository}" : "no repository";

    private static string Of(ChatOpsFault fault) => $"{fault.Code}: {fault.Message}";
}
