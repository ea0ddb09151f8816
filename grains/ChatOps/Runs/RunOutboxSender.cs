using System.Collections.Immutable;
using System.Globalization;
using Vespid.Channels;
using Vespid.GrainInterfaces.ChatOps;
using Vespid.Grains.Delivery;
using Vespid.Grains.Runtime;
using Vespid.Storage.ChatOps;
using Vespid.Storage.Commits;
using Vespid.Storage.Entities;
using Vespid.Storage.Lanes;

namespace Vespid.Grains.ChatOps;

/// <summary>Carries out runs, one at a time. Every end is written and announced in one commit; a run whose process ended is not begun again.</summary>
internal sealed class RunOutboxSender(
    Pipeline pipeline, RunCancellations cancellations, RoomSpeech speech, IChatStore store, ControlCommits commits, TimeProvider clock) : IOutboxSender
{
    private static readonly Guid Announced = new("0197b0c5-0000-7000-8000-00000000a000");

    public IReadOnlyList<string> Kinds { get; } = [RelayKinds.Run];

    public ValueTask<Clearance> ClearAsync(OutboxEntry entry, CancellationToken cancellationToken) => ValueTask.FromResult<Clearance>(Clearance.Go.Instance);

    public async ValueTask<SendResult> SendAsync(OutboxEntry entry, CancellationToken cancellationToken)
    {
        var run = ChatJson.Read<RunRequest>(entry.Payload);
        if (entry.PossibleDuplicate)
        {
            await EndAsync(run, new RunEnd("failed", "interrupted"), TimeSpan.Zero);
            return new SendResult.Sent("interrupted");
        }

        if (await commits.CommitAsync(null, new ChatRunStart(run.Id)) != CommitStatus.Applied)
        {
            // Cancelled while it waited: it is told, and not begun.
            if (await store.RunAsync(run.RunName, cancellationToken) is { Status: "cancelled" } cancelled)
                await AnnounceAsync(run, new RunEnd("cancelled", cancelled.Error), TimeSpan.Zero);
            return new SendResult.Sent("not begun");
        }

        var begun = clock.GetTimestamp();
        var cancel = cancellations.Begin(run.Id);
        try
        {
            var end = await pipeline.RunAsync(run, cancel.Token);
            await EndAsync(run, end, clock.GetElapsedTime(begun));
            return new SendResult.Sent(end.Status);
        }
        finally
        {
            cancellations.End(run.Id);
        }
    }

    private async Task EndAsync(RunRequest run, RunEnd end, TimeSpan took)
    {
        ImmutableArray<CommitRow> rows = [new ChatRunEnd(run.Id, end.Status, end.Error, end.Changes, end.Delivered, end.Url), .. await SpeakAsync(run, end, took)];
        await commits.CommitAsync(null, rows);
    }

    private async Task AnnounceAsync(RunRequest run, RunEnd end, TimeSpan took) => await commits.CommitAsync(null, await SpeakAsync(run, end, took));

    private Task<ImmutableArray<CommitRow>> SpeakAsync(RunRequest run, RunEnd end, TimeSpan took) => speech.SayAsync(
        run.RoomId, Grains.Channels.RunId.Of(run.Id, Announced), "announcement", RichText.Plain(TextOf(run, end, took)), null, null);

    private static string TextOf(RunRequest run, RunEnd end, TimeSpan took) =>
        $"{run.Mode} run {end.Status}: run_id={run.RunName} changes={Shown(end.Changes)} delivered={Shown(end.Delivered)} "
        + $"duration={took.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture)}s requested by {run.Requester}"
        + (end.Error is null ? "" : $" ({end.Error})") + (end.Url is null ? "" : " " + end.Url);

    private static string Shown(int? count) => count?.ToString(CultureInfo.InvariantCulture) ?? "n/a";
}
