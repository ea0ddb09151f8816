using Vespid.Tests.Chaos.Tests;
using Xunit.Abstractions;

namespace Vespid.Tests.Chaos.ChatOps;

/// <summary>Rooms on real processes, in short. Three minutes with five kills by hand: <c>dotnet run --project tests/chaos -c Release -- --chatops --seconds 180</c>.</summary>
public sealed class ChatChaosTests(ITestOutputHelper output)
{
    [Fact]
    public async Task What_is_said_has_one_copy_in_every_other_chat_though_the_writer_is_killed()
    {
        var settings = new ChatRunSettings(Seed: 3, Seconds: 8, Kills: 1, Silos: 0, LogFolder.Of("chatops"));

        var report = await new ChatRun(settings).RunAsync();

        var lines = string.Join('\n', report.Lines());
        output.WriteLine(lines);
        Assert.True(report.Violations.Count == 0, lines);
        Assert.Equal(settings.Kills, report.TakeOvers.Count);
        Assert.True(report.Said > 30, $"{report.Said} messages prove little.\n{lines}");
    }
}
