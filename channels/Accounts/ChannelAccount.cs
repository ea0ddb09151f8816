using System.Collections.Immutable;
using System.Text.Json;

namespace Vespid.Channels;

/// <summary>What adapters and senders need to know of a channel account. Holds opened secrets: never log it, never serialise it.</summary>
/// <param name="id">Row of the account.</param>
/// <param name="channelId">Id from the catalogue.</param>
/// <param name="accountKey">Name in the ingress path.</param>
/// <param name="metadata">JSON object; anything else counts as empty. Must own its memory (a cloned element).</param>
/// <param name="secrets">Opened account secrets by name, newest first; two while one is being rotated.</param>
/// <param name="webhookUrl">Where outbound messages go instead of to the platform, if set.</param>
public sealed class ChannelAccount(
    Guid id,
    string channelId,
    string accountKey,
    JsonElement metadata,
    IReadOnlyDictionary<string, ImmutableArray<string>> secrets,
    string? webhookUrl)
{
    private readonly BodyReader _metadata = BodyReader.Of(metadata);

    public Guid Id { get; } = id;

    public string ChannelId { get; } = channelId;

    public string AccountKey { get; } = accountKey;

    public string? WebhookUrl { get; } = string.IsNullOrWhiteSpace(webhookUrl) ? null : webhookUrl.Trim();

    /// <summary>Values that are good for <paramref name="name"/> now: account secrets, else the setting of that name; empty when there is neither.</summary>
    public IReadOnlyList<string> Secrets(string name)
    {
        if (secrets.TryGetValue(name, out var values) && !values.IsDefaultOrEmpty)
            return values;
        return Setting(name) is { } setting ? [setting] : [];
    }

    /// <summary>A string of the metadata, trimmed; null when absent, empty or not a string.</summary>
    public string? Setting(string name) => _metadata[name].Text;

    /// <summary>Names the account only.</summary>
    public override string ToString() => $"{ChannelId}/{AccountKey}";
}
