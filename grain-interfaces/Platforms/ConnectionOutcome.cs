namespace Vespid.GrainInterfaces.Platforms;

/// <summary>What became of an attempt. Written as its number.</summary>
public enum ConnectionOutcome
{
    Unknown = 0,
    Sent = 1,
    Retry = 2,
    Refused = 3,
    NotConfigured = 4,
}
