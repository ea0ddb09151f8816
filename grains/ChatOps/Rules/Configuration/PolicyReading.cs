using System.Collections.Immutable;
using Vespid.GrainInterfaces.ChatOps;

namespace Vespid.Grains.ChatOps;

/// <summary>Rules of access, approvals, and people.</summary>
internal static class PolicyReading
{
    private const int LongestApproval = 1440;

    public static ImmutableArray<AccessRule> Rules(ConfigurationSection document, ConfigurationFaults faults)
    {
        var rules = ImmutableArray.CreateBuilder<AccessRule>();
        foreach (var section in document.Sections("rules"))
        {
            var command = section.Text("command");
            var rule = new AccessRule(command ?? "", People(section, "allow", faults), People(section, "deny", faults), section.List("rooms") ?? [], section.List("platforms") ?? []);
            section.Done();
            if (command is null)
                faults.Invalid($"{section.Path}.command", "a pattern of a command");
            if (rule.Platforms.Any(platform => platform is not ("telegram" or "discord")))
                faults.Invalid($"{section.Path}.platforms", "telegram or discord");
            rules.Add(rule);
        }

        return rules.ToImmutable();
    }

    public static ImmutableArray<ApprovalRule> Approvals(
        ConfigurationSection document, ImmutableDictionary<string, ImmutableArray<string>> groups, ConfigurationFaults faults)
    {
        var rules = ImmutableArray.CreateBuilder<ApprovalRule>();
        foreach (var section in document.Sections("approvals"))
        {
            var (command, group) = (section.Text("command"), section.Text("group"));
            var minutes = section.Int("minutes", 30, 1, LongestApproval);
            section.Done();
            if (command is null)
                faults.Invalid($"{section.Path}.command", "a pattern of a command");
            if (group is null || !groups.ContainsKey(group))
                faults.Error($"chat_approval_group_unknown:{group}", $"{section.Path}: approver_groups has no such group.");
            else if (command is not null)
                rules.Add(new ApprovalRule(command, group, minutes));
        }

        return rules.ToImmutable();
    }

    public static ImmutableArray<ChatIdentity> Identities(ConfigurationSection document, ConfigurationFaults faults)
    {
        var people = ImmutableArray.CreateBuilder<ChatIdentity>();
        foreach (var section in document.Sections("identities"))
        {
            var person = new ChatIdentity(section.Text("name") ?? "", section.Text("telegram"), section.Text("discord"));
            section.Done();
            if (person.Name.Length == 0)
                faults.Invalid($"{section.Path}.name", "a name");
            if ((person.TelegramId is { } telegram && !ExternalIds.IsUser("telegram", telegram)) || (person.DiscordId is { } discord && !ExternalIds.IsUser("discord", discord)))
                faults.Invalid(section.Path, "a name and the numbers of the person's accounts");
            people.Add(person);
        }

        return people.ToImmutable();
    }

    /// <summary>People as <c>telegram:1</c>; patterns are globs.</summary>
    public static ImmutableArray<string> People(ConfigurationSection section, string key, ConfigurationFaults faults)
    {
        var people = section.List(key) ?? [];
        if (people.Any(person => !IsPerson(person)))
            faults.Invalid($"{section.Path}.{key}", "people as telegram:1 or discord:2: ids, not names");
        return people;
    }

    private static bool IsPerson(string person)
    {
        var colon = person.IndexOf(':');
        if (colon < 0)
            return person == "*";
        var (channel, id) = (person[..colon], person[(colon + 1)..]);
        return channel is "telegram" or "discord" && (id == "*" || ExternalIds.IsUser(channel, id));
    }
}
