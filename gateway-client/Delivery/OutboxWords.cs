namespace Vespid.Gateway.Delivery;

/// <summary>The vocabulary of lanes.</summary>
internal static class OutboxWords
{
    public const string DeadLetter = "dead_letter";

    public static readonly string[] Statuses = ["queued", "sending", "retrying", "sent", "unknown", DeadLetter, "expired", "canceled"];

    public static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
