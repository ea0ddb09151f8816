namespace Vespid.Grains.ChatOps;

/// <summary>A run on the lane of the operator's pipeline: one at a time.</summary>
internal sealed record RunRequest(Guid Id, string RunName, string Mode, string RoomId, string RequestedBy, string Requester);

/// <summary>How a run ended.</summary>
/// <param name="Status"><c>succeeded</c>, <c>failed</c>, <c>cancelled</c> or <c>timed_out</c>.</param>
/// <param name="Error">Why it did not succeed.</param>
/// <param name="Changes">What it found.</param>
/// <param name="Delivered">What it delivered.</param>
/// <param name="Url">Where its output is.</param>
internal sealed record RunEnd(string Status, string? Error = null, int? Changes = null, int? Delivered = null, string? Url = null);
