using System.Collections.Concurrent;
using Vespid.Storage.Snapshots;

namespace Vespid.Grains.Platforms;

/// <summary>
/// Identities whose one connection another system keeps. The accounts of such a bot are not connected; they are given what that system has no use for.
/// </summary>
internal sealed class ConnectionClaims
{
    private readonly ConcurrentDictionary<string, AccountSnapshot?> _accounts = new(StringComparer.Ordinal);

    /// <summary>From now on nobody else connects it.</summary>
    public void Claim(string key) => _accounts.TryAdd(key, null);

    /// <summary>The account that would be connected; null when there is none.</summary>
    public AccountSnapshot? AccountOf(string key) => _accounts.GetValueOrDefault(key);

    /// <summary>Takes the claimed ones out, remembering whose they would be.</summary>
    public void TakeFrom(Dictionary<string, AccountSnapshot> wanted)
    {
        foreach (var key in _accounts.Keys)
            _accounts[key] = wanted.Remove(key, out var account) ? account : null;
    }
}
