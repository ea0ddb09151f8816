using System.Text.Json.Serialization;
using Vespid.Channels;

namespace Vespid.Gateway.Channels;

/// <summary>One item of the channel catalogue.</summary>
internal sealed record ChannelItem(
    string Id,
    string Label,
    string Category,
    string DocsPath,
    string OnboardingMode,
    bool RequiresExternalRuntime,
    string DefaultDmPolicy,
    bool DefaultRequireMentionInGroup,
    bool SupportsWebhook,
    bool SupportsLongPolling,
    bool SupportsSocketMode,
    CapabilitiesAnswer Capabilities,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<MetadataSpec>? MetadataSpecs,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? RuntimeDependencies,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? OnboardingHints)
{
    public static ChannelItem From(ChannelDescriptor channel) => new(
        channel.Id, channel.Label, channel.Category, channel.DocsPath, channel.OnboardingMode, channel.RequiresExternalRuntime,
        channel.DefaultDmPolicy, channel.DefaultRequireMentionInGroup,
        channel.SupportsWebhook, channel.SupportsLongPolling, channel.SupportsSocketMode, CapabilitiesAnswer.From(channel.Capabilities),
        channel.MetadataSpecs.IsEmpty ? null : channel.MetadataSpecs,
        channel.RuntimeDependencies.IsEmpty ? null : channel.RuntimeDependencies,
        channel.OnboardingHints.IsEmpty ? null : channel.OnboardingHints);
}
