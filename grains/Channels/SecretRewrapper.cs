using Microsoft.Extensions.Logging;
using Vespid.Grains.Runtime;
using Vespid.Storage.Lease;
using Vespid.Storage.Secrets;

namespace Vespid.Grains.Channels;

/// <summary>After the key-encryption key was changed, puts every secret under the new one, so that the old one can be taken away.</summary>
internal sealed partial class SecretRewrapper(
    ISecretRotation rotation, ISecretProtector protector, IWriterLease lease, TimeProvider clock, ILogger<SecretRewrapper> logger)
    : LeaderService(lease, clock, logger, TimeSpan.FromMinutes(1))
{
    protected override async Task TickAsync(CancellationToken cancellationToken)
    {
        if (!protector.IsConfigured)
            return;
        var result = await rotation.RewrapAsync(cancellationToken);
        if (result.Rewrapped > 0 || result.Unreadable > 0)
            Log.Rewrapped(logger, result.Rewrapped, result.Unreadable);
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 2500, EventName = "secrets.rewrapped", Level = LogLevel.Information, Message = "{Count} secrets are under the new key now, {Unreadable} cannot be read")]
        public static partial void Rewrapped(ILogger logger, int count, int unreadable);
    }
}
