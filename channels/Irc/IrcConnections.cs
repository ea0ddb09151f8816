using System.Collections.Concurrent;

namespace Vespid.Channels;

/// <summary>Which accounts are connected, and over what.</summary>
internal sealed class IrcConnections
{
    private readonly ConcurrentDictionary<Guid, IrcConnection> _byAccount = new();

    public IrcConnection? Find(Guid accountId) => _byAccount.GetValueOrDefault(accountId);

    public void Put(Guid accountId, IrcConnection connection) => _byAccount[accountId] = connection;

    /// <summary>Takes it out unless a newer one stands in its place.</summary>
    public void Remove(Guid accountId, IrcConnection connection) => _byAccount.TryRemove(new(accountId, connection));
}
