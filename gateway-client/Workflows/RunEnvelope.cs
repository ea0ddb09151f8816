namespace Vespid.Gateway.Workflows;

/// <summary>One run.</summary>
internal sealed record RunEnvelope(RunAnswer Run);
