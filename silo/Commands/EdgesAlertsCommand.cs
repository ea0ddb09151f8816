using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Vespid.Silo.Commands;

/// <summary><c>vespid alerts</c>: incidents, acknowledgements and silences.</summary>
internal static class EdgesAlertsCommand
{
    private const string Root = "/api/alerts";

    public static Command Create() => new("alerts", "Alerts of partner edges. Asks the running process; exit code 1 when it refuses, 3 when it does not answer.")
    {
        List(), Acknowledge(), Silence(), Silences(), Unsilence(),
    };

    private static Command List()
    {
        var state = new Option<string>("--state") { Description = "firing, parked or all.", DefaultValueFactory = _ => "firing" };
        state.AcceptOnlyFromAmong("firing", "parked", "all");
        var node = new Option<string?>("--node") { Description = "Only of this edge." };
        var limit = new Option<int>("--limit") { Description = "Most incidents, 1 to 200.", DefaultValueFactory = _ => 50 };
        var cursor = new Option<string?>("--cursor") { Description = "From the page before." };
        return EdgesCall.Create(
            "list", "Lists incidents, newest first, and what each receiver was told.", [state, node, limit, cursor],
            arguments => EdgesRequest.Get(
                Root, ("state", arguments.GetValue(state)), ("node", arguments.GetValue(node)),
                ("limit", arguments.GetValue(limit).ToString(CultureInfo.InvariantCulture)), ("cursor", arguments.GetValue(cursor))),
            (answer, _) =>
            {
                EdgesShow.Table(
                    answer["alerts"], ("incident", "id"), ("since", "since"), ("state", "state"), ("severity", "severity"), ("alert", "alert"), ("edge", "label"), ("subject", "subject"),
                    ("acknowledged by", "acknowledgedBy"), ("outcomes", "outcomes"));
                return EdgesShow.More(answer);
            });
    }

    private static Command Acknowledge()
    {
        var incident = new Argument<Guid>("incident") { Description = "Id of the incident." };
        var note = new Option<string?>("--note") { Description = "Shown to others." };
        return EdgesCall.Create(
            "ack", "Ends reminders and escalation of an incident.", [incident, note],
            arguments => EdgesRequest.Post($"{Root}/{arguments.GetValue(incident)}/ack", new JsonObject { ["note"] = arguments.GetValue(note) }), EdgesCall.Say("Acknowledged."));
    }

    private static Command Silence()
    {
        var reason = new Option<string>("--reason") { Description = "Why.", Required = true };
        var length = new Option<string?>("--for") { Description = "How long: 30m, 2h or 1d." };
        var until = new Option<DateTimeOffset?>("--until") { Description = "ISO 8601 time." };
        var starts = new Option<DateTimeOffset?>("--starts") { Description = "ISO 8601 time; now without it." };
        var maintenance = new Option<bool>("--maintenance") { Description = "A maintenance window." };
        var repeat = new Option<string>("--repeat") { Description = "none, daily or weekly.", DefaultValueFactory = _ => "none" };
        repeat.AcceptOnlyFromAmong("none", "daily", "weekly");
        var matchers = new[] { "partner", "node", "region", "alert", "subject", "severity" }
            .Select(name => (Name: name, Option: new Option<string?>("--" + name) { Description = "Only what has this " + name + "." })).ToList();
        return EdgesCall.Create(
            "silence", "Keeps alerts from being told for some time; what happens is recorded.", [reason, length, until, starts, maintenance, repeat, .. matchers.Select(matcher => matcher.Option)],
            arguments =>
            {
                var begin = arguments.GetValue(starts) ?? TimeProvider.System.GetUtcNow();
                if ((arguments.GetValue(until) ?? begin + Length(arguments.GetValue(length))) is not { } end)
                {
                    Console.Error.WriteLine("Say --for with a length such as 30m, 2h or 1d, or --until with a time.");
                    return null;
                }

                var match = new JsonObject();
                foreach (var (name, option) in matchers)
                    match[name] = arguments.GetValue(option);
                return EdgesRequest.Post(Root + "/silences", new JsonObject
                {
                    ["kind"] = arguments.GetValue(maintenance) ? "maintenance" : "silence",
                    ["matchers"] = match,
                    ["reason"] = arguments.GetValue(reason),
                    ["startsAt"] = arguments.GetValue(starts) is { } given ? Time(given) : null,
                    ["endsAt"] = Time(end),
                    ["repeat"] = arguments.GetValue(repeat),
                });
            },
            (answer, _) =>
            {
                Console.Out.WriteLine($"Silence {answer["id"]} until {answer["endsAt"]}.");
                return ExitCodes.Ok;
            });
    }

    private static Command Silences()
    {
        var past = new Option<bool>("--past") { Description = "Those that are over, too." };
        return EdgesCall.Create(
            "silences", "Lists silences and maintenance windows.", [past],
            arguments => EdgesRequest.Get(Root + "/silences", ("past", arguments.GetValue(past) ? "true" : null)),
            (answer, _) =>
            {
                EdgesShow.Table(
                    answer["silences"], ("id", "id"), ("kind", "kind"), ("partner", "matchers.partner"), ("node", "matchers.node"), ("region", "matchers.region"), ("alert", "matchers.alert"),
                    ("subject", "matchers.subject"), ("severity", "matchers.severity"), ("starts", "startsAt"), ("ends", "endsAt"), ("repeat", "repeat"), ("by", "author"), ("reason", "reason"));
                return EdgesShow.More(answer);
            });
    }

    private static Command Unsilence()
    {
        var silence = new Argument<Guid>("silence") { Description = "Id of the silence." };
        return EdgesCall.Create(
            "unsilence", "Ends a silence now.", [silence],
            arguments => new EdgesRequest(HttpMethod.Delete, $"{Root}/silences/{arguments.GetValue(silence)}"), EdgesCall.Say("Ended."));
    }

    private static TimeSpan? Length(string? text) => text is [.. var digits, var unit] && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
        ? unit switch
        {
            'm' => TimeSpan.FromMinutes(count),
            'h' => TimeSpan.FromHours(count),
            'd' => TimeSpan.FromDays(count),
            _ => null,
        }
        : null;

    private static string Time(DateTimeOffset time) => time.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);
}
