using System.CommandLine;
using System.Text.Json.Nodes;

namespace Vespid.Silo.Commands;

/// <summary><c>vespid receivers</c>: who is told of alerts.</summary>
internal static class EdgesReceiversCommand
{
    private const string Root = "/api/receivers";

    public static Command Create() => new("receivers", "Receivers of alerts. Asks the running process; exit code 1 when it refuses or a test message does not arrive, 3 when it does not answer.")
    {
        List(), Add(), Change(), Delete(), Test(), Outbox(), Unpark(),
    };

    private static Command List() => EdgesCall.Create("list", "Lists receivers.", [], _ => EdgesRequest.Get(Root), (answer, _) =>
    {
        EdgesShow.Table(
            answer["receivers"], ("receiver", "id"), ("organisation", "organizationId"), ("partner", "partnerId"), ("webhook", "webhookUrl"), ("chat", "telegramChat"),
            ("escalates to", "escalateTo"), ("enabled", "enabled"), ("status", "status"), ("last error", "lastError"));
        return ExitCodes.Ok;
    });

    private static Command Add()
    {
        var receiver = Receiver();
        var organization = new Option<Guid?>("--organization") { Description = "Whose edges it is told of; all edges without it." };
        var settings = new Settings();
        return EdgesCall.Create(
            "create", "Adds a receiver.", [receiver, organization, .. settings.Options],
            arguments =>
            {
                if (settings.Read(arguments) is not { } body)
                    return null;
                body["id"] = arguments.GetValue(receiver);
                body["organizationId"] = arguments.GetValue(organization)?.ToString();
                return EdgesRequest.Post(Root, body);
            },
            EdgesCall.Say("Added."));
    }

    private static Command Change()
    {
        var receiver = Receiver();
        var settings = new Settings();
        return EdgesCall.Create(
            "change", "Changes a receiver; what is not said stays, an empty text removes.", [receiver, .. settings.Options],
            arguments => settings.Read(arguments) is { } body ? new EdgesRequest(HttpMethod.Patch, PathOf(arguments.GetValue(receiver)), body) : null, EdgesCall.Say("Changed."));
    }

    private static Command Delete()
    {
        var receiver = Receiver();
        return EdgesCall.Create(
            "delete", "Removes a receiver with what it has not told yet.", [receiver], arguments => new EdgesRequest(HttpMethod.Delete, PathOf(arguments.GetValue(receiver))),
            EdgesCall.Say("Removed."));
    }

    private static Command Test()
    {
        var receiver = Receiver();
        return EdgesCall.Create(
            "test", "Sends a test message and waits up to 10 s for it.", [receiver], arguments => EdgesRequest.Post(PathOf(arguments.GetValue(receiver), "test")) with { Judge = Delivered },
            (answer, _) =>
            {
                Console.Out.WriteLine((bool)answer["delivered"]! ? $"Delivered by {answer["hop"]}." : $"Not delivered ({answer["status"]}): {EdgesShow.Cell(answer, "error")}");
                return Delivered(answer);
            });
    }

    private static Command Outbox()
    {
        var receiver = Receiver();
        var status = new Option<string?>("--status") { Description = "Lane status word." };
        return EdgesCall.Create(
            "outbox", "Lists messages to a receiver, newest first.", [receiver, status],
            arguments => EdgesRequest.Get(PathOf(arguments.GetValue(receiver), "outbox"), ("status", arguments.GetValue(status))),
            (answer, _) =>
            {
                EdgesShow.Table(
                    answer["entries"], ("entry", "id"), ("kind", "kind"), ("status", "status"), ("attempts", "attemptCount"), ("created", "createdAt"), ("sent", "sentAt"),
                    ("alert", "payload.alert"), ("message", "payload.message"), ("last error", "lastError"));
                return EdgesShow.More(answer);
            });
    }

    private static Command Unpark()
    {
        var receiver = Receiver();
        var node = new Option<string?>("--node") { Description = "Only the breaker of this edge." };
        return EdgesCall.Create(
            "unpark", "Closes circuit breakers.", [receiver, node],
            arguments => EdgesRequest.Post(PathOf(arguments.GetValue(receiver), "unpark"), new JsonObject { ["nodeId"] = arguments.GetValue(node) }),
            EdgesCall.Say("Parked alerts go on their way."));
    }

    private static int Delivered(JsonNode answer) => (bool)answer["delivered"]! ? ExitCodes.Ok : ExitCodes.Failed;

    private static Argument<string> Receiver() => new("receiver") { Description = "Id of the receiver; default is the one that the settings describe." };

    private static string PathOf(string? receiver, string rest = "") => $"{Root}/{EdgesRequest.Escape(receiver)}{(rest.Length == 0 ? "" : "/" + rest)}";

    private sealed class Settings
    {
        private readonly (string Name, Option<string?> Option)[] _texts =
        [
            ("partnerId", new("--partner") { Description = "The one partner that it is told of." }),
            ("webhookUrl", new("--webhook") { Description = "First hop." }),
            ("telegramChat", new("--telegram-chat") { Description = "Chat of the second hop." }),
            ("escalateTo", new("--escalate-to") { Description = "Receiver that is told when nobody acknowledges." }),
        ];

        // From a file, so that no process list shows it.
        private readonly Option<string?> _token = new("--telegram-token-file") { Description = "File with the bot token." };
        private readonly Option<bool?> _enabled = new("--enabled") { Description = "Whether it is told of new events." };

        public IEnumerable<Symbol> Options => [.. _texts.Select(text => text.Option), _token, _enabled];

        public JsonObject? Read(ParseResult arguments)
        {
            var body = new JsonObject();
            foreach (var (name, option) in _texts)
            {
                if (arguments.GetValue(option) is { } text)
                    body[name] = text.Length == 0 ? null : text;
            }

            if (arguments.GetValue(_enabled) is { } enabled)
                body["enabled"] = enabled;
            if (arguments.GetValue(_token) is not { } file)
                return body;
            try
            {
                body["telegramToken"] = File.ReadAllText(file).Trim();
                return body;
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                Console.Error.WriteLine($"{file}: {fault.Message}");
                return null;
            }
        }
    }
}
