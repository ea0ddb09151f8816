namespace Vespid.Gateway.Edges;

/// <summary>A command was queued; the edge gets it with the answer to its next report.</summary>
internal sealed record CommandAnswer(string CommandId);

/// <summary>A new service token, shown this once.</summary>
internal sealed record ServiceTokenAnswer(string ServiceToken);
