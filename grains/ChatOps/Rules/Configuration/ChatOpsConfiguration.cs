using System.Text.Json;
using Vespid.GrainInterfaces.ChatOps;

namespace Vespid.Grains.ChatOps;

/// <summary>Reads the configuration of the rooms: the environment, and below it a document. All faults are told at once.</summary>
public static class ChatOpsConfiguration
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 16 };

    /// <summary>Reads it; what is off has no faults.</summary>
    public static ChatOpsParsed Parse(ChatOpsInput input)
    {
        var faults = new ConfigurationFaults();
        var source = new ConfigurationSource(input.Variables, Document(input.Document, faults), faults);
        if (!source.Bool("CONTENTOPS_CHAT_ENABLED", "enabled", otherwise: false))
            return new ChatOpsParsed(ChatOpsSettings.Off, source.IsOff ? [] : faults.Errors, []);

        var settings = source.Settings() with { Enabled = true };
        return new ChatOpsParsed(settings, faults.Errors, faults.Warnings);
    }

    /// <summary>The configuration as it holds, for <c>check-config</c>: rooms and what is bound to them, tokens masked.</summary>
    public static IReadOnlyList<string> Describe(ChatOpsParsed parsed) => ConfigurationText.Of(parsed);

    private static JsonElement Document(string? document, ConfigurationFaults faults)
    {
        if (string.IsNullOrWhiteSpace(document))
            return default;
        try
        {
            using var read = JsonDocument.Parse(document, Lenient);
            return read.RootElement.Clone();
        }
        catch (JsonException fault)
        {
            faults.Error("chat_config_malformed", $"The document is no JSON: line {fault.LineNumber + 1}, column {fault.BytePositionInLine + 1}.");
            return default;
        }
    }
}
