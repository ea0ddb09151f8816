using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Vespid.Silo.Configuration;
using Vespid.Silo.Logging;

namespace Vespid.Tests.Unit.Logging;

public sealed partial class LogLineTests
{
    private static readonly LogFacts Facts = new("staging", "f0e4edc", new string('a', 64));

    [Fact]
    public void Every_line_says_where_it_comes_from_and_has_the_five_fields_though_they_are_empty()
    {
        var line = Written(logger => logger.Log(LogLevel.Information, "plain {Word}", "text"));

        Assert.Equal(
            ("staging", "f0e4edc", new string('a', 64), "", "", "Information", "plain text", "text"),
            ((string)line["env"]!, (string)line["build_sha"]!, (string)line["config_manifest_hash"]!, (string)line["persona_tag"]!, (string)line["chat_id_hash"]!,
                (string)line["LogLevel"]!, (string)line["Message"]!, (string)line["State"]!["Word"]!));
        Assert.Matches("^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$", (string)line["Timestamp"]!);
    }

    [Fact]
    public void What_a_record_knows_of_chat_and_persona_stands_beside_the_facts()
    {
        var line = Written(logger => Log.Prompt(logger, "Operator", "9f00"));
        Assert.Equal(("prompt.accepted", "Operator", "9f00"), ((string)line["event"]!, (string)line["persona_tag"]!, (string)line["chat_id_hash"]!));
    }

    [Fact]
    public void An_event_is_named_by_its_record_or_by_the_first_word_of_the_message()
    {
        Assert.Equal("storage.lease.held", (string)Written(logger => logger.Log(LogLevel.Information, "storage.lease.held epoch={Epoch}", 3))["event"]!);
        Assert.Equal("", (string)Written(logger => logger.Log(LogLevel.Information, "Nothing. Else"))["event"]!);
        Assert.Equal(3, (int)Written(logger => logger.Log(LogLevel.Information, "storage.lease.held epoch={Epoch}", 3))["State"]!["Epoch"]!);
    }

    [Fact]
    public void A_fault_stands_in_the_line_and_the_line_stays_one()
    {
        var text = Text(logger => logger.Log(LogLevel.Error, new InvalidOperationException("first\nsecond"), "with\nbreaks"));
        Assert.DoesNotContain('\n', text);
        Assert.Contains("InvalidOperationException", (string)JsonNode.Parse(text)!["Exception"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("the key is correct+horse/battery==")]
    [InlineData("the key is a\"quoted\\one")]
    [InlineData("postgres://vespid:hunter2@db:5432/vespid")]
    [InlineData("Host=db;Username=vespid;Password=hunter2;Database=vespid")]
    [InlineData("https://api.telegram.org/bot123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/getMe")]
    [InlineData("authorization: Bearer eyJhbGciOiJIUzI1NiJ9.e30.abc")]
    [InlineData("token vrt_abcdef0123456789")]
    [InlineData("it was a-token-of-a-room")]
    public void Secrets_are_blotted_out_wherever_they_stand(string said)
    {
        var text = Text(logger => logger.Log(LogLevel.Warning, new InvalidOperationException(said), "{Said}", said));
        foreach (var secret in (string[])["correct+horse/battery==", "quoted", "hunter2", "AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw", "eyJhbGciOiJIUzI1NiJ9", "abcdef0123456789", "a-token-of-a-room"])
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        Assert.Contains("***", text, StringComparison.Ordinal);
        Assert.NotNull(JsonNode.Parse(text));
    }

    [Fact]
    public void Words_that_are_no_secrets_stay()
    {
        const string Said = "a bearer of news at 12:30, vespid://x, passwords=2 and vrt";
        Assert.Contains(Said, Text(logger => logger.Log(LogLevel.Information, Said)).Replace("passwords=***", "passwords=2", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static JsonNode Written(Action<ILogger> say) => JsonNode.Parse(Text(say))!;

    private static string Text(Action<ILogger> say)
    {
        var redaction = LogRedaction.Of(EnvironmentValues.Of(new Dictionary<string, string>
        {
            ["SECRETS_KEK_BASE64"] = "correct+horse/battery==",
            ["AUTH_PASSWORD"] = "a\"quoted\\one",
            ["NAMED_IN_A_DOCUMENT"] = "a-token-of-a-room",
        }), ["NAMED_IN_A_DOCUMENT"]);
        var logger = new Capture(new LogLine(Facts, redaction, TimeProvider.System));
        say(logger);
        return logger.Text!;
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1, EventName = "prompt.accepted", Level = LogLevel.Information, Message = "{persona_tag} in {chat_id_hash}")]
        public static partial void Prompt(ILogger logger, string persona_tag, string chat_id_hash);
    }

    private sealed class Capture(LogLine line) : ILogger
    {
        public string? Text { get; private set; }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Text = line.Write(new LogEntry<TState>(logLevel, "Category", eventId, state, exception, formatter));
    }
}
