namespace Vespid.Tests.Chaos.Checking;

/// <summary>What was acknowledged is stored, and each message once.</summary>
internal static class MessageRules
{
    public static IEnumerable<Violation> Lost(Evidence evidence)
    {
        var stored = evidence.Messages.Where(message => message.Status == "accepted").Select(message => message.Text).ToHashSet();
        return evidence.Acknowledged.Where(text => !stored.Contains(text)).Select(text => new Violation(Violation.Lost, $"{text} was acknowledged and is not stored"));
    }

    public static IEnumerable<Violation> StoredOnce(Evidence evidence)
    {
        var offered = evidence.Offered.ToDictionary(message => message.Text);
        foreach (var copies in evidence.Messages.GroupBy(message => message.Text))
        {
            if (copies.Count() > 1)
                yield return new(Violation.StoredTwice, $"{copies.Key} is stored {copies.Count()} times");
            if (!offered.TryGetValue(copies.Key, out var message) || copies.First().Conversation != message.Conversation.Id)
                yield return new(Violation.StoredTwice, $"{copies.Key} is stored in {copies.First().Conversation} and was not sent there");
        }
    }
}
