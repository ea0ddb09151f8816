using System.Collections.Immutable;

namespace Vespid.Channels;

/// <summary>One item of the channel catalogue.</summary>
public sealed record ChannelDescriptor
{
    /// <summary>Lower case, part of the ingress path.</summary>
    public required string Id { get; init; }

    public required string Label { get; init; }

    /// <summary><c>core</c> or <c>extended</c>.</summary>
    public required string Category { get; init; }

    /// <summary>Path of the guide, from the root of the documentation.</summary>
    public required string DocsPath { get; init; }

    /// <summary><c>oauth</c>, <c>webhook</c>, <c>token</c>, <c>qr</c>, <c>daemon</c> or <c>socket</c>.</summary>
    public required string OnboardingMode { get; init; }

    /// <summary>A process of its own must run beside us.</summary>
    public bool RequiresExternalRuntime { get; init; }

    /// <summary>DM policy of a new account that names none.</summary>
    public string DefaultDmPolicy { get; init; } = "pairing";

    /// <summary>Whether a new account that says nothing needs a mention in groups.</summary>
    public bool DefaultRequireMentionInGroup { get; init; } = true;

    public bool SupportsWebhook { get; init; }

    public bool SupportsLongPolling { get; init; }

    public bool SupportsSocketMode { get; init; }

    public ImmutableArray<MetadataSpec> MetadataSpecs { get; init; } = [];

    public ImmutableArray<string> RuntimeDependencies { get; init; } = [];

    public ImmutableArray<string> OnboardingHints { get; init; } = [];

    public required ChannelCapabilities Capabilities { get; init; }

    /// <summary>A message is delivered by storing it for the reader; there is no sender for the channel.</summary>
    public bool DeliversInStore { get; init; }

    /// <summary>The id as it stands in reason codes: <c>nextcloud_talk</c>.</summary>
    public string ReasonPrefix => Id.Replace('-', '_');
}
