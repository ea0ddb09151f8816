using Microsoft.Extensions.Logging;
using Vespid.Grains.Runtime;
using Vespid.Storage.Lease;

namespace Vespid.Grains.ChatOps;

/// <summary>Every silo has a folder of its own, and nobody else can sweep it.</summary>
internal sealed class ChatMediaSweeper(ChatMedia media, IWriterLease lease, TimeProvider clock, ILogger<ChatMediaSweeper> logger)
    : WriterService(lease, clock, logger, TimeSpan.FromMinutes(10))
{
    protected override Task TickAsync(CancellationToken cancellationToken)
    {
        media.Sweep();
        return Task.CompletedTask;
    }
}
