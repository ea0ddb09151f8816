using System.Collections.Frozen;

namespace Vespid.Grains.Delivery;

/// <summary>The sender of each kind of outbox entry.</summary>
internal sealed class OutboxSenders(IEnumerable<IOutboxSender> senders)
{
    private readonly FrozenDictionary<string, IOutboxSender> _byKind =
        senders.SelectMany(sender => sender.Kinds, (sender, kind) => (kind, sender)).ToFrozenDictionary(pair => pair.kind, pair => pair.sender);

    /// <exception cref="KeyNotFoundException">An entry of a kind that this version does not know.</exception>
    public IOutboxSender For(string kind) => _byKind[kind];
}
