namespace Vespid.Tests.Chaos.Load;

/// <summary>One conversation at one vendor.</summary>
/// <param name="Name">Unique; begins the text of each of its messages.</param>
/// <param name="Channel"><c>telegram</c> or <c>zalouser</c>, which a bridge of our own speaks for.</param>
/// <param name="Id">The vendor's word for it.</param>
/// <param name="IsOrdered">The vendor gives the next message only when the one before is taken.</param>
/// <param name="IsPolled">The runtime asks for its messages, instead of being posted them.</param>
internal sealed record Conversation(string Name, string Channel, string Id, bool IsOrdered, bool IsPolled)
{
    public static IReadOnlyList<Conversation> All { get; } =
    [
        .. Some(10, i => new Conversation($"posted{i}", "telegram", $"{100_000 + i}", IsOrdered: true, IsPolled: false)),
        .. Some(5, i => new Conversation($"crowd{i}", "telegram", $"{200_000 + i}", IsOrdered: false, IsPolled: false)),
        .. Some(6, i => new Conversation($"polled{i}", "telegram", $"{300_000 + i}", IsOrdered: true, IsPolled: true)),
        .. Some(3, i => new Conversation($"mixed{i}", "telegram", $"{400_000 + i}", IsOrdered: false, IsPolled: true)),
        .. Some(10, i => new Conversation($"bridged{i}", "zalouser", $"dm:bridged{i}", IsOrdered: true, IsPolled: false)),
        .. Some(5, i => new Conversation($"bridgecrowd{i}", "zalouser", $"dm:bridgecrowd{i}", IsOrdered: false, IsPolled: false)),
    ];

    private static IEnumerable<Conversation> Some(int count, Func<int, Conversation> make) => Enumerable.Range(1, count).Select(make);
}
