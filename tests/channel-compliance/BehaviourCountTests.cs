using System.Reflection;
using System.Text;
using Vespid.Channels;

namespace Vespid.Tests.Channels;

/// <summary>Each channel of the catalogue is held to the suite that all share. The counts are left in <c>artifacts/channel-behaviours.txt</c>.</summary>
public sealed class BehaviourCountTests
{
    private const int Least = 12;

    [Fact]
    public void Every_channel_is_held_to_at_least_twelve_behaviours()
    {
        var counts = ChannelCatalog.All.ToDictionary(channel => channel.Id, channel => SuitesOf(channel).Sum(Behaviours));

        var text = new StringBuilder();
        foreach (var (channel, count) in counts)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{channel,-16}{count,4} behaviours").Append('\n');
        var folder = Directory.CreateDirectory(Path.Combine(Root(AppContext.BaseDirectory), "artifacts"));
        File.WriteAllText(Path.Combine(folder.FullName, "channel-behaviours.txt"), text.ToString());
        Assert.Equal(21, counts.Count);
        Assert.DoesNotContain(counts, pair => pair.Value < Least);
    }

    private static IEnumerable<Type> SuitesOf(ChannelDescriptor channel) =>
        typeof(BehaviourCountTests).Assembly.GetTypes().Where(type => !type.IsAbstract && typeof(ChannelCompliance).IsAssignableFrom(type) && ChannelOf(type) == channel.Id);

    private static string ChannelOf(Type suite)
    {
        using var instance = (ChannelCompliance)Activator.CreateInstance(suite)!;
        return (string)suite.GetProperty("ChannelId", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)!.GetValue(instance)!;
    }

    private static int Behaviours(Type suite) =>
        suite.GetMethods(BindingFlags.Public | BindingFlags.Instance).Count(method => method.GetCustomAttributes<FactAttribute>(inherit: true).Any());

    private static string Root(string folder) => File.Exists(Path.Combine(folder, "Vespid.Orleans.sln")) ? folder : Root(Directory.GetParent(folder)!.FullName);
}
