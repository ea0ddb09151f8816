namespace Vespid.Grains.Edges;

/// <summary>What a scrape says.</summary>
/// <param name="Upstreams">Whether each is healthy; null when it says that it does not know.</param>
/// <param name="Readable">Whether it is a scrape at all; else it counts as failed.</param>
/// <param name="Complete">Whether every line of the metric could be read: only then an upstream that is not named is missing.</param>
/// <param name="Warnings">For the agent's log.</param>
internal sealed record UpstreamSample(IReadOnlyDictionary<string, bool?> Upstreams, bool Readable, bool Complete, IReadOnlyList<string> Warnings);
