using Vespid.Tests.Simulation.Running;
using Xunit.Abstractions;

namespace Vespid.Tests.Simulation.ChatOps;

/// <summary>
/// Four rooms in ten chats: what is said in one has one copy in each of the others, and the copies change and go with it, whatever goes wrong. In short; two hours and
/// more seeds by the command.
/// </summary>
public sealed class ChatSimulationTests(ITestOutputHelper output)
{
    private const int Seeds = 4;
    private const int Minutes = 20;

    [Fact]
    public void Each_message_has_one_copy_in_every_other_chat_and_edits_and_deletions_reach_it()
    {
        var started = TimeProvider.System.GetTimestamp();

        var (tally, failed) = Runner.RunMany(1, Seeds, static seed => ChatRunner.RunOne(seed, Minutes));

        var report = Report.Of(1, tally, failed, TimeProvider.System.GetElapsedTime(started));
        output.WriteLine(report);
        Assert.True(failed.Count == 0, report);
        Assert.Equal(Seeds, tally.Counts["runs"]);
        // A run in which little happens proves little.
        foreach (var (what, least) in new[] { ("messages", 3000), ("edits made", 800), ("deletions made", 200), ("copies", 3500), ("marked", 1), ("catch-ups", 1), ("nonces known", 1) })
            Assert.True(tally.Counts.GetValueOrDefault(what) >= least, $"'{what}' is below {least}. {report}");
        foreach (var fault in new[] { "crash", "session lost", "connection cut", "connection silent", "dispatches repeated", "updates repeated", "commit lost after", "commit lost before" })
            Assert.True(tally.Faults.GetValueOrDefault(fault) > 0, $"There was no '{fault}'. {report}");
        foreach (var kind in new[] { "crash before ", "crash after ", "crash as a ", "telegram sendMessage ", "discord POST webhook ", "discord POST message ", "discord PATCH " })
            Assert.Contains(tally.Faults, fault => fault.Key.StartsWith(kind, StringComparison.Ordinal) && fault.Value > 0);
    }

    [Fact]
    public void A_seed_gives_the_same_run_again() => Assert.Equal(ChatRunner.RunOne(1, 5).Hash, ChatRunner.RunOne(1, 5).Hash);

    [Fact]
    public void A_link_that_is_written_after_the_send_is_found()
    {
        var result = ChatRunner.RunOne(1, Minutes, new LinksAfterTheSend());

        Assert.Contains(result.Violations, static found => found.Contains("has no copy in", StringComparison.Ordinal)
            || found.Contains("says version", StringComparison.Ordinal) || found.Contains("was taken back, and is still in", StringComparison.Ordinal));
    }
}
