using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Vespid.Channels;

/// <summary>Access tokens while they are good, by the credentials they were given for. Bounded; callers with the same credentials wait for one request.</summary>
internal sealed class AccessTokens(TimeProvider time)
{
    private const int MaxTokens = 4096;
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MaxLifetime = TimeSpan.FromHours(24);

    private readonly ConcurrentDictionary<string, Kept> _kept = new();
    private readonly SemaphoreSlim[] _gates = [.. Enumerable.Range(0, 32).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>
    /// Sends with a token; when the vendor no longer takes one that was kept (<paramref name="send"/> gives null), once more with a fresh one.
    /// </summary>
    /// <param name="credentials">All that the token depends on.</param>
    /// <param name="ask">Asks for a token.</param>
    /// <param name="send">Null for a token that is refused.</param>
    /// <param name="refused">Result when a fresh token is refused.</param>
    /// <param name="cancellationToken">Thrown only while nothing is sent.</param>
    public async Task<SendResult> SendAsync(
        string[] credentials,
        Func<CancellationToken, Task<AccessToken>> ask,
        Func<string, Task<SendResult?>> send,
        SendResult refused,
        CancellationToken cancellationToken)
    {
        var key = KeyOf(credentials);
        if (_kept.TryGetValue(key, out var kept) && kept.Until > time.GetUtcNow())
        {
            if (await send(kept.Token) is { } result)
                return result;
            _kept.TryRemove(new(key, kept));
        }

        switch (await GetAsync(key, ask, cancellationToken))
        {
            case AccessToken.Denied { Result: var denied }:
                // Only the token's request was on the way.
                cancellationToken.ThrowIfCancellationRequested();
                return denied;
            case AccessToken.Granted { Value: var token } when await send(token) is { } result:
                return result;
            default:
                _kept.TryRemove(key, out _);
                return refused;
        }
    }

    private async Task<AccessToken> GetAsync(string key, Func<CancellationToken, Task<AccessToken>> ask, CancellationToken cancellationToken)
    {
        var gate = _gates[(uint)key.GetHashCode(StringComparison.Ordinal) % (uint)_gates.Length];
        await gate.WaitAsync(cancellationToken);
        try
        {
            var now = time.GetUtcNow();
            if (_kept.TryGetValue(key, out var kept) && kept.Until > now)
                return new AccessToken.Granted(kept.Token, kept.Until - now);
            var answer = await ask(cancellationToken);
            if (answer is AccessToken.Granted { Value: var value, Lifetime: var lifetime } && lifetime > Margin)
                Keep(key, new(value, now + (lifetime < MaxLifetime ? lifetime : MaxLifetime) - Margin), now);
            return answer;
        }
        finally
        {
            gate.Release();
        }
    }

    private void Keep(string key, Kept token, DateTimeOffset now)
    {
        if (_kept.Count >= MaxTokens)
        {
            foreach (var (old, entry) in _kept)
            {
                if (entry.Until <= now)
                    _kept.TryRemove(old, out _);
            }
        }

        if (_kept.Count < MaxTokens)
            _kept[key] = token;
    }

    private static string KeyOf(string[] credentials) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', credentials))));

    private sealed record Kept(string Token, DateTimeOffset Until)
    {
        public override string ToString() => "[redacted]";
    }
}
