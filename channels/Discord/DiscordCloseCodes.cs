namespace Vespid.Channels;

/// <summary>What the gateway means by a close status. Source: docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-close-event-codes.</summary>
internal static class DiscordCloseCodes
{
    private const int DisallowedIntents = 4014;

    /// <summary>The fault to end with; a session that the gateway no longer knows is forgotten first.</summary>
    public static async Task<ReceiverException> FaultOfAsync(int? code, IReceiverSink sink, CancellationToken cancellationToken)
    {
        // Sequence invalid; session timed out.
        if (code is 4007 or 4009)
            await sink.DeliverAsync([], DiscordSession.None, cancellationToken);
        return code switch
        {
            DisallowedIntents => new ReceiverException("discord_4014: the bot's message content intent is not switched on", isFatal: true),
            // Token wrong; shard, version or intents that can never work.
            4004 or (>= 4010 and <= 4013) => new ReceiverException($"discord_{code}", isFatal: true),
            _ => new ReceiverException($"discord_closed_{code ?? 0}"),
        };
    }
}
