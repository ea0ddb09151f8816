using System.Collections.Immutable;
using System.Globalization;
using Vespid.GrainInterfaces.ChatOps;
using Vespid.Grains.Runtime;
using Vespid.Storage.ChatOps;
using Vespid.Storage.Commits;
using Vespid.Storage.Entities;

namespace Vespid.Grains.ChatOps;

/// <summary>Writes the ends of runs, each with its announcement in one commit.</summary>
internal sealed class RunEnds(RoomSpeech speech, IChatStore store, ControlCommits commits)
{
    private static readonly Guid Announced = new("0197b0c5-0000-7000-8000-00000000a000");

    public async Task EndAsync(RunRequest run, RunEnd end, TimeSpan took)
    {
        ImmutableArray<CommitRow> rows = [new ChatRunEnd(run.Id, end.Status, end.Error, end.Changes, end.Delivered, end.Url), .. await SpeakAsync(run, end, took)];
        await commits.CommitAsync(null, rows);
    }

    /// <summary>Tells of one that has ended already.</summary>
    public async Task AnnounceAsync(RunRequest run, RunEnd end, TimeSpan took) => await commits.CommitAsync(null, await SpeakAsync(run, end, took));

    /// <summary>A run whose entry has ended without it would be open for ever, and no other could begin.</summary>
    public async Task EndOrphanAsync(CancellationToken cancellationToken)
    {
        if (await store.OrphanRunAsync(cancellationToken) is { RoomId: { } room } orphan)
        {
            await EndAsync(
                new RunRequest(orphan.Id, orphan.RunId, orphan.Mode, room, orphan.RequestedBy, orphan.Requester ?? orphan.RequestedBy), new RunEnd("failed", "never_ended"), TimeSpan.Zero);
        }
    }

    private Task<ImmutableArray<CommitRow>> SpeakAsync(RunRequest run, RunEnd end, TimeSpan took) => speech.SayAsync(
        run.RoomId, Grains.Channels.RunId.Of(run.Id, Announced), "announcement", RichText.Plain(TextOf(run, end, took)), null, null);

    private static string TextOf(RunRequest run, RunEnd end, TimeSpan took) =>
        $"{run.Mode} run {end.Status}: run_id={run.RunName} changes={Shown(end.Changes)} delivered={Shown(end.Delivered)} "
        + $"duration={took.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture)}s requested by {run.Requester}"
        + (end.Error is null ? "" : $" ({end.Error})") + (end.Url is null ? "" : " " + end.Url);

    private static string Shown(int? count) => count?.ToString(CultureInfo.InvariantCulture) ?? "n/a";
}
