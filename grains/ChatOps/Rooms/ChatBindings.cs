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

/// <summary>All bindings, read again each second and whenever this process changes one.</summary>
internal sealed class ChatBindings(IChatStore store, IWriterLease lease, TimeProvider clock, ILogger<ChatBindings> logger)
    : WriterService(lease, clock, logger, TimeSpan.FromSeconds(1))
{
    private ImmutableArray<ChatBinding> _all = [];

    public ImmutableArray<ChatBinding> All => _all;

    public ChatBinding? Find(string id) => _all.FirstOrDefault(binding => binding.Id == id);

    public IEnumerable<ChatBinding> OfRoom(string roomId) => _all.Where(binding => binding.RoomId == roomId && binding.Record.Status != "conflict");

    /// <summary>Whether a webhook is one of ours.</summary>
    public bool IsOwnWebhook(string webhookId) => _all.Any(binding => binding.Record.WebhookId == webhookId);

    /// <summary>The binding of an address: that of the topic, else one that takes all topics; outside of topics the one without.</summary>
    public ChatBinding? Match(string channel, string instanceId, string externalRoomId, string? topicId)
    {
        ChatBinding? general = null;
        foreach (var binding in _all)
        {
            var record = binding.Record;
            if (record.Status == "conflict" || record.Channel != channel || record.InstanceId != instanceId || record.ExternalRoomId != externalRoomId)
                continue;
            if (record.TopicId == topicId)
                return binding;
            if (record.TopicId is null && binding.Options.AllTopics)
                general = binding;
        }

        return general;
    }

    public async Task ReloadAsync(CancellationToken cancellationToken = default) =>
        _all = [.. (await store.BindingsAsync(cancellationToken)).Select(record => new ChatBinding(record, ChatJson.Read<BindingOptions>(record.Options)))];

    protected override Task TickAsync(CancellationToken cancellationToken) => ReloadAsync(cancellationToken);
}
