using System.Collections.Immutable;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>What was read from a request: messages, or the reason why there are none.</summary>
/// <param name="Messages">In the order of the request.</param>
/// <param name="Reason">Null exactly when there is at least one message: <c>normalize_failed</c>, <c>unsupported_event</c> or <c>self_message</c>.</param>
public sealed record Normalization(ImmutableArray<InboundMessage> Messages, string? Reason)
{
    public static readonly Normalization NotUnderstood = Nothing(ReasonCodes.NormalizeFailed);

    public static readonly Normalization Unsupported = Nothing(ReasonCodes.UnsupportedEvent);

    public static readonly Normalization Own = Nothing(ReasonCodes.SelfMessage);

    public static Normalization Of(params ReadOnlySpan<InboundMessage> messages) =>
        messages.IsEmpty ? NotUnderstood : new([.. messages], null);

    private static Normalization Nothing(string reason) => new([], reason);
}
