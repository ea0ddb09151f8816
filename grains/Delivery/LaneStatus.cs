namespace Vespid.Grains.Delivery;

/// <summary>Where an outbox entry stands. One vocabulary for everything that leaves.</summary>
internal static class LaneStatus
{
    public const string Queued = "queued";
    public const string Sending = "sending";
    public const string Retrying = "retrying";
    public const string Sent = "sent";
    public const string Unknown = "unknown";
    public const string DeadLetter = "dead_letter";
    public const string Expired = "expired";
    public const string Canceled = "canceled";
}
