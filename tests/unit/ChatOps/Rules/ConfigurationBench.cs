using Vespid.GrainInterfaces.ChatOps;
using Vespid.Grains.ChatOps;

namespace Vespid.Tests.Unit.ChatOps.Rules;

/// <summary>A configuration that is in order, to be broken in one place.</summary>
internal static class ConfigurationBench
{
    public const string TelegramToken = "123456:telegram-secret-tail-A1b2";
    public const string DiscordToken = "discord-secret-with-a-tail-C3d4";

    public static ChatOpsParsed Parse(string? document = null, params (string Name, string? Value)[] variables)
    {
        var environment = new Dictionary<string, string>
        {
            ["CONTENTOPS_CHAT_ENABLED"] = "true",
            ["TELEGRAM_BOT_TOKEN"] = TelegramToken,
            ["DISCORD_BOT_TOKEN"] = DiscordToken,
        };
        foreach (var (name, value) in variables)
        {
            if (value is null)
                environment.Remove(name);
            else
                environment[name] = value;
        }

        return ChatOpsConfiguration.Parse(new ChatOpsInput(environment, document));
    }

    public static string[] Errors(string? document = null, params (string Name, string? Value)[] variables) =>
        [.. Parse(document, variables).Errors.Select(fault => fault.Code)];
}
