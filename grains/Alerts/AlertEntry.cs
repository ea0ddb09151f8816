namespace Vespid.Grains.Alerts;

/// <summary>A message with its place.</summary>
/// <param name="Id">Id of the outbox entry.</param>
/// <param name="Kind">One of <see cref="AlertKinds"/>.</param>
/// <param name="ReceiverId">Whose lane.</param>
/// <param name="Message">Message.</param>
internal sealed record AlertEntry(Guid Id, string Kind, string ReceiverId, AlertMessage Message);

/// <summary>Kinds of outbox entry.</summary>
internal static class AlertKinds
{
    /// <summary>Names events.</summary>
    public const string Alert = "alert";

    /// <summary>PARKED, RESUMED, FLEET_CASCADE and their digests.</summary>
    public const string Digest = "alert_digest";

    /// <summary>Says again what is known, or to somebody else.</summary>
    public const string Reminder = "alert_reminder";

    public const string Test = "alert_test";
}
