using Vespid.GrainInterfaces.Channels;
using Vespid.Tests.Simulation.Memory;

namespace Vespid.Tests.Simulation.Outside;

/// <summary>A message that somebody wrote on a platform; the platform delivers it until it is answered.</summary>
internal sealed class Letter
{
    public required int Number { get; init; }

    public required AccountRecord Account { get; init; }

    public required string ConversationId { get; init; }

    public required string SenderId { get; init; }

    public required bool IsDirect { get; init; }

    public required bool Mentions { get; init; }

    /// <summary>Unlike that of any other letter.</summary>
    public required string Text { get; init; }

    /// <summary>Fetched by the connection of a bot, instead of posted to the ingress.</summary>
    public required bool IsFetched { get; init; }

    /// <summary>What the platform was told: the last answer that took the message or refused it.</summary>
    public string? Answer { get; set; }

    /// <summary>Somebody was told that it is accepted.</summary>
    public bool IsAcknowledged { get; set; }

    public int Deliveries { get; set; }

    /// <summary>Place in the account's history at which a bot first fetched it.</summary>
    public int FetchedSince { get; set; }

    public string ProviderId => Number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public InboundMessage Message => new()
    {
        ProviderMessageId = ProviderId,
        DedupeKey = $"{ConversationId}:{ProviderId}",
        ConversationId = ConversationId,
        SenderId = SenderId,
        Text = Text,
        Event = IsDirect ? InboundEvents.DirectMessage : Mentions ? InboundEvents.Mentioned : InboundEvents.Received,
        MentionMatched = Mentions,
    };
}
