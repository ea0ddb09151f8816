using System.Text.Json;
using FsCheck.Fluent;
using Vespid.GrainInterfaces.ChatOps;
using Vespid.Grains.ChatOps;

namespace Vespid.Tests.Unit.ChatOps.Rules;

/// <summary>Whatever comes in, rules answer.</summary>
public sealed class HostileInputTests
{
    private static readonly string[] Words =
    [
        "/ops", "/ops@opsbot", "/ops@", "@opsbot", "ContentOps", ":", ",", " ", "\n", "\t", "\"", "--", "--label", "--label=", "=", "status", "issue", "note", "run", "weekly", "dlq", "redrive",
        "😀", "\ud83d", "\u200B", "x", "1", "/", "@", "<@1>", "\0",
    ];

    private static readonly string[] Json =
    [
        "{", "}", "[", "]", ",", ":", "null", "true", "7", "-1.5e9", "\"\"", "\"x\"", "\"bindings\"", "\"room_id\"", "\"channel\"", "\"telegram\"", "\"external_id\"", "\"rules\"", "\"command\"", "\"allow\"",
        "\"run\"", "\"url\"", "\"instances\"", "\"approver_groups\"", "\"identities\"", "\"name\"", "\"command_prefix\"", "\"replace\"", "\"pattern\"", "\"(\"", "//c\n",
    ];

    private static readonly string[] Keys =
    [
        "bindings", "room_id", "room_name", "telegram_chat_id", "discord_channel_id", "instances", "rules", "approvals", "approver_groups", "identities", "run", "command_prefix", "catchup", "loop_max",
        "coverage_url", "allowed_telegram_user_ids", "bot_name", "github_labels_base",
    ];

    private static readonly string[] Values =
        ["null", "true", "7", "-7", "1e99", "\"\"", "\"x\"", "\"-100\"", "[]", "{}", "[1]", "[[]]", "[{}]", "[null]", "{\"a\":1}", "[{\"room_id\":\"r\",\"bindings\":[{}]}]", "[\"a\"]", "\"https://x\""];

    [Fact]
    public void Any_text_is_a_command_or_none() => Properties.Check(
        Prop.ForAll(Arb.From(Gen.Elements(Words).ListOf().Resize(14)), Arb.From(Gen.Elements(true, false)), (words, addressed) =>
        {
            var text = string.Concat(words);
            var command = CommandParser.Parse(text, new CommandContext("/ops", "ContentOps", "opsbot", addressed));
            return (command is null || (text.Contains("/ops", StringComparison.Ordinal) && (command.Problem is not null || command.Name != "unknown"))).Label(text);
        }),
        5000);

    [Fact]
    public void Any_document_is_read_or_refused() => Properties.Check(
        Prop.ForAll(Arb.From(Gen.Elements(Json).ListOf().Resize(20)), pieces =>
        {
            var document = string.Concat(pieces);
            var parsed = ConfigurationBench.Parse(document);
            return (!parsed.Errors.IsEmpty || IsObject(document)).Label(document);
        }),
        3000);

    [Fact]
    public void Any_value_of_any_key_is_read_or_refused_and_can_be_described() => Properties.Check(
        Prop.ForAll(Arb.From(Gen.Elements(Keys).SelectMany(key => Gen.Elements(Values).Select(value => $"\"{key}\":{value}")).ListOf().Resize(6)), pairs =>
        {
            var parsed = ConfigurationBench.Parse("{" + string.Join(',', pairs.DistinctBy(pair => pair[..pair.IndexOf(':', StringComparison.Ordinal)])) + "}");
            var lines = ChatOpsConfiguration.Describe(parsed);
            return lines.Count >= 1 + parsed.Errors.Length && !string.Join('\n', lines).Contains(ConfigurationBench.TelegramToken, StringComparison.Ordinal);
        }),
        3000);

    private static bool IsObject(string document)
    {
        try
        {
            var options = new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };
            return string.IsNullOrWhiteSpace(document) || JsonDocument.Parse(document, options).RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
