namespace Vespid.Vendors;

/// <summary>A delivery that the receiver took.</summary>
/// <param name="Order">The first being 1.</param>
/// <param name="Path">Path it was posted to.</param>
/// <param name="Id"><c>webhook-id</c>.</param>
/// <param name="SignatureValid">Null when the receiver has no secret; false also when there was no signature.</param>
/// <param name="Headers">Lower-case names.</param>
/// <param name="Body">JSON text as sent.</param>
/// <param name="At">When.</param>
public sealed record WebhookDelivery(
    long Order, string Path, string? Id, bool? SignatureValid, IReadOnlyDictionary<string, string> Headers, string Body, DateTimeOffset At);
