using System.Collections.Immutable;
using Vespid.GrainInterfaces.ChatOps;

namespace Vespid.Grains.ChatOps;

/// <summary>Bot accounts. Without a list there are two, named like their platforms.</summary>
internal sealed class InstanceReading(ConfigurationSource source, ConfigurationFaults faults)
{
    public ImmutableArray<ChatInstanceSettings> Read(ConfigurationSection document)
    {
        var listed = document.Sections("instances");
        var instances = new List<ChatInstanceSettings>();
        if (listed.Count == 0)
        {
            instances.Add(Instance("telegram", "telegram", source.Variable("CONTENTOPS_TELEGRAM_BOT_TOKEN") is null ? "TELEGRAM_BOT_TOKEN" : "CONTENTOPS_TELEGRAM_BOT_TOKEN"));
            instances.Add(Instance("discord", "discord", "DISCORD_BOT_TOKEN"));
        }

        foreach (var section in listed)
        {
            if (Listed(section) is not { } instance)
                continue;
            if (instances.Any(other => other.Id == instance.Id))
                faults.Error($"duplicate_bridge_id:{instance.Id}", $"{section.Path}: there is an instance {instance.Id} already.");
            else if (instance.Token.Length > 0 && instances.FirstOrDefault(other => other.Token == instance.Token) is { } twin)
                faults.Error($"chat_instance_duplicate_token:{instance.Id}", $"{section.Path}: {instance.Id} and {twin.Id} are the same bot, and it can have one consumer only.");
            else
                instances.Add(instance);
        }

        return [.. instances];
    }

    private ChatInstanceSettings? Listed(ConfigurationSection section)
    {
        var (id, channel, variable) = (section.Text("id"), section.Text("channel"), section.Text("token_env"));
        section.Done();
        foreach (var (name, value) in new[] { ("id", id), ("channel", channel), ("token_env", variable) })
        {
            if (value is null)
                faults.Error($"chat_instance_field_missing:{name}", $"{section.Path} has no {name}.");
        }

        if (channel is not (null or "telegram" or "discord"))
            faults.Error($"invalid_bridge_adapter_module:{channel}", $"{section.Path}: there are rooms on telegram and discord only.");
        else if (id is not null && id.Any(character => !char.IsAsciiLetterOrDigit(character) && character is not ('-' or '_')))
            faults.Invalid($"{section.Path}.id", "letters, digits, - and _");
        else if (id is not null && channel is not null && variable is not null)
            return Instance(id, channel, variable);
        return null;
    }

    private ChatInstanceSettings Instance(string id, string channel, string variable)
    {
        var token = source.Variable(variable);
        if (token is null)
            faults.Error($"chat_config_missing:{variable}", $"Set {variable}, the token of the bot on {channel}.");
        return new ChatInstanceSettings(id, channel, token ?? "", variable);
    }
}
