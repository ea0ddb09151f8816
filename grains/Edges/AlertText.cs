namespace Vespid.Grains.Edges;

/// <summary>What there is to tell.</summary>
/// <param name="Type">Type of the event.</param>
/// <param name="Alert">Word of the taxonomy.</param>
/// <param name="Severity">How bad.</param>
/// <param name="Key">What has an interval of its own.</param>
/// <param name="Subject">Upstream, channel or the like.</param>
/// <param name="Text">First line of the message.</param>
internal sealed record AlertText(string Type, string Alert, string Severity, string Key, string Subject, string Text)
{
    public string? From { get; init; }

    public string? To { get; init; }

    public bool Flapping { get; init; }

    /// <summary>JSON object.</summary>
    public string? Details { get; init; }
}
