using Vespid.Gateway.Delivery;

namespace Vespid.Gateway.Internal;

/// <summary>What would have gone out, newest first.</summary>
internal sealed record StubList(IReadOnlyList<OutboxAnswer> Sent);
