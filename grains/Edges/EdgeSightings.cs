using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Vespid.Grains.Runtime;
using Vespid.Storage.Entities;
using Vespid.Storage.Lease;

namespace Vespid.Grains.Edges;

/// <summary>
/// When edges were last heard of, written down together every ten seconds: a report that changes nothing costs no commit of its own.
/// </summary>
internal sealed class EdgeSightings(ControlCommits commits, IWriterLease lease, TimeProvider clock, ILogger<EdgeSightings> logger)
    : WriterService(lease, clock, logger, TimeSpan.FromSeconds(10))
{
    private const int MostAtOnce = 5000;

    private readonly TimeProvider _clock = clock;
    private readonly ConcurrentDictionary<string, long> _seen = new(StringComparer.Ordinal);

    public void Note(string nodeId) => _seen[nodeId] = _clock.GetTimestamp();

    protected override async Task TickAsync(CancellationToken cancellationToken)
    {
        var seen = _seen.ToArray();
        foreach (var chunk in seen.Chunk(MostAtOnce))
        {
            await commits.CommitAsync(
                null, new EdgesSeen([.. chunk.Select(pair => pair.Key)], [.. chunk.Select(pair => _clock.GetElapsedTime(pair.Value))]));
            // One that was heard of meanwhile stays.
            foreach (var pair in chunk)
                _seen.TryRemove(pair);
        }
    }
}
