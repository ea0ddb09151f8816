using System.Collections.Concurrent;
using Vespid.Channels;
using Vespid.Grains.Runtime;
using Vespid.Storage.Entities;

namespace Vespid.Grains.ChatOps;

/// <summary>The webhook of each Discord binding. Its id is stored before it first speaks, so that its words are known for our own.</summary>
internal sealed class ChatWebhooks(ChatBindings bindings, ControlCommits commits, TimeProvider clock)
{
    private const string Name = "vespid rooms";
    private static readonly TimeSpan WhileRefused = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);

    /// <summary>None where the bot may have none: it speaks itself then, and asks again in a while.</summary>
    public async Task<Found> OfAsync(ChatBinding binding, ChatInstance instance, CancellationToken cancellationToken)
    {
        var key = $"{binding.Id}/{binding.Record.ExternalRoomId}";
        if (_known.TryGetValue(key, out var known) && (known.Webhook is not null || clock.GetElapsedTime(known.At) < WhileRefused))
            return new Found(known.Webhook, null);
        var answer = await instance.Client.WebhookAsync(instance.Token, binding.Record.ExternalRoomId, Name, cancellationToken);
        var webhook = (answer as RoomAnswer<RoomWebhook>.Ok)?.Value;
        if (webhook is null && answer is not RoomAnswer<RoomWebhook>.Refused { Fault: RoomFault.Permission or RoomFault.Gone or RoomFault.Message })
            return new Found(null, ErrorOf(answer));
        if (webhook is not null && webhook.Id != binding.Record.WebhookId)
        {
            await commits.CommitAsync(null, new ChatBindingWebhook(binding.Id, webhook.Id));
            await bindings.ReloadAsync(cancellationToken);
        }

        _known[key] = new Known(webhook, clock.GetTimestamp());
        return new Found(webhook, null);
    }

    /// <summary>Somebody has removed it.</summary>
    public void Forget(ChatBinding binding) => _known.TryRemove($"{binding.Id}/{binding.Record.ExternalRoomId}", out _);

    private static string ErrorOf(RoomAnswer<RoomWebhook> answer) => answer switch
    {
        RoomAnswer<RoomWebhook>.Refused refused => refused.Error,
        RoomAnswer<RoomWebhook>.NotSent unsent => unsent.Error,
        RoomAnswer<RoomWebhook>.Lost lost => lost.Error,
        _ => "answer_not_understood",
    };

    /// <summary>What is known of a webhook.</summary>
    /// <param name="Webhook">Null where there is none.</param>
    /// <param name="Away">Why nobody can say now.</param>
    internal readonly record struct Found(RoomWebhook? Webhook, string? Away);

    private sealed record Known(RoomWebhook? Webhook, long At);
}
