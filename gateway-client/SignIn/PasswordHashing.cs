using Microsoft.Extensions.Options;
using Vespid.Gateway.Hosting;
using Vespid.GrainInterfaces.Determinism;

namespace Vespid.Gateway.SignIn;

/// <summary>
/// Hashes on threads of its own, at most two at a time and with a short queue: a burst of sign-ins must not take the threads that messages need.
/// </summary>
public sealed class PasswordHashing(IOptions<GatewayOptions> options, IChance chance) : IDisposable
{
    private const int AtOnce = 2;
    private const int MostWaiting = 32;
    private readonly SemaphoreSlim _slots = new(AtOnce);
    private readonly Lazy<string> _nobody = new(() => PasswordHash.Create("nobody", new byte[PasswordHash.SaltBytes], options.Value.PasswordIterations));
    private int _waiting;

    /// <summary>A new hash; null when too many are waiting.</summary>
    public Task<string?> HashAsync(string password, CancellationToken cancellationToken)
    {
        var salt = new byte[PasswordHash.SaltBytes];
        chance.Fill(salt);
        return RunAsync<string?>(() => PasswordHash.Create(password, salt, options.Value.PasswordIterations), cancellationToken);
    }

    /// <summary>Whether it is the password; null when too many are waiting. Without a stored hash it takes as long and is false.</summary>
    public Task<bool?> VerifyAsync(string password, string? stored, CancellationToken cancellationToken) =>
        RunAsync<bool?>(() => PasswordHash.Verify(password, stored ?? _nobody.Value) && stored is not null, cancellationToken);

    public void Dispose() => _slots.Dispose();

    private async Task<T?> RunAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _waiting) > MostWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            return default;
        }

        try
        {
            await _slots.WaitAsync(cancellationToken);
            try
            {
                return await Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            }
            finally
            {
                _slots.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }
}
