namespace Vespid.Gateway.Console;

/// <summary>What a panel shows, or why it cannot: one query that fails does not take the page with it.</summary>
/// <param name="Value">What was read; null when it could not be.</param>
/// <param name="Fault">For a person; null when all is well.</param>
public sealed record PanelData<T>(T? Value, string? Fault)
    where T : class;
