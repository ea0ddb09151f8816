using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Vespid.GrainInterfaces.ChatOps;
using Vespid.Grains.Runtime;
using Vespid.Storage.ChatOps;
using Vespid.Storage.Lease;

namespace Vespid.Grains.ChatOps;

/// <summary>A binding with its options read.</summary>
internal sealed record ChatBinding(ChatBindingRecord Record, BindingOptions Options)
{
    public string Id => Record.Id;

    public string RoomId => Record.RoomId;

    public string Channel => Record.Channel;

    /// <summary>Whether events of it count.</summary>
    public bool Reads => Record is { Enabled: true, Status: "active" } && Options.Direction is "both" or "inbound";

    /// <summary>Whether copies are queued for it; while it is paused they wait.</summary>
    public bool Takes => Record is { Enabled: true, Status: "active" or "paused" or "paused_loop" } && Options.Direction is "both" or "outbound";

    /// <summary>What stands before names that come from it.</summary>
    public string Label => Channel switch
    {
        "telegram" => "TG",
        "discord" => "DC",
        _ => Channel.ToUpperInvariant(),
    };
}

/// <summary>
/// All bindings. What is decided over a message is decided over what is stored, for another silo may have changed it; the list that is read again each
/// second, and whenever this process changes one, is for what may be a second late.
/// </summary>
internal sealed class ChatBindings(IChatStore store, IWriterLease lease, TimeProvider clock, ILogger<ChatBindings> logger)
    : WriterService(lease, clock, logger, TimeSpan.FromSeconds(1))
{
    private ImmutableArray<ChatBinding> _all = [];

    public ImmutableArray<ChatBinding> All => _all;

    public ChatBinding? Find(string id) => _all.FirstOrDefault(binding => binding.Id == id);

    /// <summary>Whether a webhook is one of ours.</summary>
    public bool IsOwnWebhook(string webhookId) => _all.Any(binding => binding.Record.WebhookId == webhookId);

    /// <summary>As it is stored now.</summary>
    public async Task<ChatBinding?> ReadAsync(string id, CancellationToken cancellationToken = default) =>
        await store.BindingAsync(id, cancellationToken) is { } record ? Of(record) : null;

    /// <summary>Bindings of a room as they are stored now, without conflicts.</summary>
    public async Task<ImmutableArray<ChatBinding>> ReadRoomAsync(string roomId, CancellationToken cancellationToken = default) =>
        [.. (await store.BindingsOfAsync(roomId, cancellationToken)).Select(Of)];

    /// <summary>The binding of an address as it is stored now: that of the topic, else one that takes all topics; outside of topics the one without.</summary>
    public async Task<ChatBinding?> MatchAsync(string channel, string instanceId, string externalRoomId, string? topicId, CancellationToken cancellationToken = default)
    {
        var there = (await store.BindingsAtAsync(channel, instanceId, externalRoomId, cancellationToken)).Select(Of).ToList();
        return there.Find(binding => binding.Record.TopicId == topicId) ?? there.Find(binding => binding is { Record.TopicId: null, Options.AllTopics: true });
    }

    public async Task ReloadAsync(CancellationToken cancellationToken = default) => _all = [.. (await store.BindingsAsync(cancellationToken)).Select(Of)];

    protected override Task TickAsync(CancellationToken cancellationToken) => ReloadAsync(cancellationToken);

    private static ChatBinding Of(ChatBindingRecord record) => new(record, ChatJson.Read<BindingOptions>(record.Options));
}
