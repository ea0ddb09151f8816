using Microsoft.Extensions.Logging;
using Vespid.Channels;
using Vespid.Grains.Channels;
using Vespid.Grains.Runtime;
using Vespid.Storage.Lease;
using Vespid.Storage.Snapshots;

namespace Vespid.Grains.Platforms;

/// <summary>Asks the sidecars of started accounts each half minute; after three failures in a row the account shows <c>error</c>, after one success <c>running</c>.</summary>
internal sealed class SidecarWatch(
    IEnumerable<ISidecarProbe> probes, IAccountDirectory directory, ChannelAccounts accounts, AccountNotes notes, IWriterLease lease, TimeProvider clock,
    ILogger<SidecarWatch> logger) : LeaderService(lease, clock, logger, TimeSpan.FromSeconds(30))
{
    private const int FailuresUntilError = 3;
    private const int MostAtOnce = 8;

    private readonly Dictionary<string, ISidecarProbe> _probes = probes.ToDictionary(probe => probe.ChannelId, StringComparer.Ordinal);
    private readonly string[] _settings = [.. probes.Select(probe => probe.NeededSetting).Distinct()];
    private readonly Dictionary<Guid, int> _failures = [];

    protected override async Task TickAsync(CancellationToken cancellationToken)
    {
        var asked = (await directory.RunningAsync(_settings, cancellationToken))
            .Where(account => _probes.TryGetValue(account.ChannelId, out var probe) && probe.Applies(accounts.Of(account)))
            .ToList();
        foreach (var gone in _failures.Keys.Except(asked.Select(account => account.Id)).ToList())
            _failures.Remove(gone);
        foreach (var some in asked.Chunk(MostAtOnce))
        {
            var answers = await Task.WhenAll(some.Select(account => _probes[account.ChannelId].ProbeAsync(accounts.Of(account), cancellationToken)));
            for (var i = 0; i < some.Length; i++)
                await NoteAsync(some[i], answers[i], cancellationToken);
        }
    }

    private async Task NoteAsync(AccountSnapshot account, string? problem, CancellationToken cancellationToken)
    {
        var known = _failures.TryGetValue(account.Id, out var before);
        var now = problem is null ? 0 : before + 1;
        _failures[account.Id] = now;
        if (problem is not null && now == FailuresUntilError)
            await notes.FaultAsync(account, $"sidecar: {problem}", cancellationToken);
        else if (problem is null && (!known || before >= FailuresUntilError))
            await notes.RunningAsync(account, cancellationToken);
    }
}
