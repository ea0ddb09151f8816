namespace Vespid.Gateway.Standby;

/// <summary>How long a standby waits for an endpoint that takes its time on purpose.</summary>
internal sealed record PatienceMetadata(TimeSpan Patience);
