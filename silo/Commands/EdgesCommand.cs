using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Vespid.Silo.Commands;

/// <summary><c>vespid edges</c>: the fleet of partner edges of a running process.</summary>
internal static class EdgesCommand
{
    private const string Root = "/api/edges";

    public static Command Create() => new("edges", "Partner edges: lists them, shows one, and tells it what to do. Asks the running process; exit code 1 when it refuses, 3 when it does not answer.")
    {
        List(), Show(), Events(), Timeline(), Config(), Diff(), RollBack(),
        Command("refresh", "Has an edge fetch its configuration with its next report."), Command("probe", "Has an edge probe its channels with its next report."),
        Interval(), Hold(),
        Action("unhold", "Ends a hold.", "The edge is announced again."), Action("unpark", "Closes the circuit breaker of an edge at all its receivers.", "Parked alerts go on their way."),
        RotateToken(),
        Action("rotate-identity", "Lets the next re-attachment bring other keys.", "The next re-attachment may bring other keys."),
        Deregister(), Catalog(),
    };

    private static Command List()
    {
        var partner = new Option<string?>("--partner") { Description = "Only of this partner." };
        var verdict = new Option<string?>("--verdict") { Description = "healthy, degraded, failed, unknown, idle or all_down." };
        var liveness = new Option<string?>("--liveness") { Description = "registered, online, late, stale, silent or retired." };
        var text = new Option<string?>("--q") { Description = "Part of id, label, domain or region." };
        var limit = new Option<int>("--limit") { Description = "Most edges, 1 to 200.", DefaultValueFactory = _ => 50 };
        var cursor = new Option<string?>("--cursor") { Description = "From the page before." };
        return EdgesCall.Create(
            "list", "Lists edges.", [partner, verdict, liveness, text, limit, cursor],
            arguments => EdgesRequest.Get(
                Root, ("partner", arguments.GetValue(partner)), ("verdict", arguments.GetValue(verdict)), ("liveness", arguments.GetValue(liveness)),
                ("q", arguments.GetValue(text)), ("limit", Number(arguments.GetValue(limit))), ("cursor", arguments.GetValue(cursor))),
            (answer, _) =>
            {
                EdgesShow.Table(
                    answer["edges"], ("node", "nodeId"), ("label", "label"), ("partner", "partnerId"), ("region", "region"), ("liveness", "liveness"), ("verdict", "verdict"),
                    ("healthy", "upstreamsHealthy"), ("of", "upstreamsExpected"), ("epoch", "epochApplied"), ("held", "held"), ("last seen", "lastSeenAt"));
                return EdgesShow.More(answer);
            });
    }

    private static Command Show()
    {
        var node = Node();
        return EdgesCall.Create("show", "Shows one edge.", [node], arguments => EdgesRequest.Get(PathOf(arguments.GetValue(node))), (answer, _) =>
        {
            foreach (var name in (string[])["nodeId", "label", "partnerId", "domain", "region", "liveness", "verdict", "lastSeenAt", "held", "holdReason", "epochDesired", "epochIssued", "epochApplied", "epochError"])
                Console.Out.WriteLine($"{name} {EdgesShow.Cell(answer, name)}");
            EdgesShow.Table(answer["upstreams"], ("upstream", "name"), ("channel", "channel"), ("expected", "expected"), ("state", "state"), ("since", "since"), ("flapping", "flapping"));
            EdgesShow.Table(answer["channels"], ("channel", "name"), ("status", "status"), ("class", "class"), ("since", "since"));
            EdgesShow.Table(answer["probes"], ("probe", "channel"), ("failing", "failing"), ("ms", "rttMs"), ("probed", "probedAt"));
            EdgesShow.Table(answer["commands"], ("command", "id"), ("type", "type"), ("epoch", "epoch"));
            EdgesShow.Table(answer["incidents"], ("incident", "id"), ("alert", "alert"), ("severity", "severity"), ("subject", "subject"), ("since", "since"), ("acknowledged", "acknowledged"));
            return ExitCodes.Ok;
        });
    }

    private static Command Events()
    {
        var node = Node();
        var limit = new Option<int>("--limit") { Description = "Most events, 1 to 200.", DefaultValueFactory = _ => 50 };
        var cursor = new Option<string?>("--cursor") { Description = "From the page before." };
        return EdgesCall.Create(
            "events", "Shows what happened to an edge, newest first, and what became of each alert.", [node, limit, cursor],
            arguments => EdgesRequest.Get(
                PathOf(arguments.GetValue(node), "events"), ("limit", Number(arguments.GetValue(limit))), ("cursor", arguments.GetValue(cursor))),
            (answer, _) =>
            {
                EdgesShow.Table(
                    answer["events"], ("observed", "observedAt"), ("type", "type"), ("alert", "alert"), ("severity", "severity"), ("subject", "subject"), ("from", "from"), ("to", "to"),
                    ("outcomes", "outcomes"));
                return EdgesShow.More(answer);
            });
    }

    private static Command Timeline()
    {
        var node = Node();
        var hours = new Option<int>("--hours") { Description = "How far back, 1 to 720.", DefaultValueFactory = _ => 24 };
        var picture = new Option<string?>("--svg") { Description = "File that the picture is written to." };
        return EdgesCall.Create(
            "timeline", "Shows states over time, or writes them as a picture.", [node, hours, picture],
            arguments => EdgesRequest.Get(
                PathOf(arguments.GetValue(node), arguments.GetValue(picture) is null ? "timeline" : "timeline.svg"), ("hours", Number(arguments.GetValue(hours)))) with
            {
                SaveTo = arguments.GetValue(picture),
            },
            (answer, _) =>
            {
                foreach (var track in answer["tracks"]!.AsArray())
                {
                    Console.Out.WriteLine($"{track!["kind"]} {track["subject"]}");
                    foreach (var span in track["spans"]!.AsArray())
                        Console.Out.WriteLine($"  {span!["from"]} {span["state"]}");
                }

                return ExitCodes.Ok;
            });
    }

    private static Command Config()
    {
        var node = Node();
        var epoch = new Option<long?>("--epoch") { Description = "Without it the desired one." };
        return EdgesCall.Create(
            "config", "Shows a configuration, secrets masked, and the epochs before it.", [node, epoch],
            arguments => EdgesRequest.Get(PathOf(arguments.GetValue(node), "config"), ("epoch", arguments.GetValue(epoch)?.ToString(CultureInfo.InvariantCulture))),
            (answer, _) =>
            {
                Console.Out.WriteLine(answer["config"]!.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
                EdgesShow.Table(
                    answer["epochs"], ("epoch", "epoch"), ("reason", "reason"), ("by", "createdBy"), ("made", "createdAt"), ("issued", "issuedAt"), ("applied", "appliedAt"),
                    ("result", "result"), ("error", "error"));
                return ExitCodes.Ok;
            });
    }

    private static Command Diff()
    {
        var node = Node();
        var from = new Option<long?>("--from") { Description = "Epoch; without it the one before the desired." };
        var to = new Option<long?>("--to") { Description = "Epoch; without it the desired one." };
        return EdgesCall.Create(
            "diff", "Shows what two epochs differ in, secrets masked.", [node, from, to],
            arguments => EdgesRequest.Get(
                PathOf(arguments.GetValue(node), "config/diff"), ("from", arguments.GetValue(from)?.ToString(CultureInfo.InvariantCulture)),
                ("to", arguments.GetValue(to)?.ToString(CultureInfo.InvariantCulture))),
            (answer, _) =>
            {
                EdgesShow.Table(answer["differences"], ("field", "path"), ("from", "from"), ("to", "to"));
                return ExitCodes.Ok;
            });
    }

    private static Command RollBack()
    {
        var node = Node();
        var epoch = new Argument<int>("epoch") { Description = "Epoch to go back to." };
        return EdgesCall.Create(
            "rollback", "Issues what an earlier epoch said as a new one.", [node, epoch],
            arguments => EdgesRequest.Post(PathOf(arguments.GetValue(node), "config/rollback"), new JsonObject { ["epoch"] = arguments.GetValue(epoch) }),
            (answer, _) => Said($"Issued as epoch {answer["epoch"]}."));
    }

    private static Command Command(string name, string description)
    {
        var node = Node();
        return EdgesCall.Create(
            name, description, [node], arguments => EdgesRequest.Post(PathOf(arguments.GetValue(node), name)), (answer, _) => Said($"Queued as {answer["commandId"]}."));
    }

    private static Command Action(string name, string description, string done)
    {
        var node = Node();
        return EdgesCall.Create(name, description, [node], arguments => EdgesRequest.Post(PathOf(arguments.GetValue(node), name)), EdgesCall.Say(done));
    }

    private static Command Hold()
    {
        var node = Node();
        var reason = new Option<string?>("--reason") { Description = "Shown to operators." };
        return EdgesCall.Create(
            "hold", "Announces nothing of an edge until unhold; what happens is recorded.", [node, reason],
            arguments => EdgesRequest.Post(PathOf(arguments.GetValue(node), "hold"), new JsonObject { ["reason"] = arguments.GetValue(reason) }), EdgesCall.Say("The edge is on hold."));
    }

    private static Command Interval()
    {
        var node = Node();
        var seconds = new Argument<int>("seconds") { Description = "10 to 3600." };
        return EdgesCall.Create(
            "interval", "Sets how often an edge reports.", [node, seconds],
            arguments => EdgesRequest.Post(PathOf(arguments.GetValue(node), "interval"), new JsonObject { ["seconds"] = arguments.GetValue(seconds) }),
            (answer, _) => Said($"Queued as {answer["commandId"]}."));
    }

    private static Command RotateToken()
    {
        var node = Node();
        var overlap = new Option<int?>("--overlap") { Description = "Seconds that the token before it still holds, at most 86400; 0 without it." };
        var deliver = new Option<bool>("--deliver") { Description = "The edge itself gets it with the answer to its next report; nobody sees it." };
        return EdgesCall.Create(
            "rotate-token", "Makes a new service token and shows it this once, or hands it to the edge.", [node, overlap, deliver],
            arguments => arguments.GetValue(deliver)
                ? EdgesRequest.Post(PathOf(arguments.GetValue(node), "rotate-token/deliver"))
                : EdgesRequest.Post(PathOf(arguments.GetValue(node), "rotate-token"), new JsonObject { ["overlap_s"] = arguments.GetValue(overlap) }),
            (answer, _) => Said(answer["serviceToken"]?.ToString() ?? $"Queued as {answer["commandId"]}: the edge gets it with its next report."));
    }

    private static Command Deregister()
    {
        var node = Node();
        var yes = new Option<bool>("--yes") { Description = "Really: there is no way back." };
        return EdgesCall.Create(
            "deregister", "Takes an edge out of service for good.", [node, yes],
            arguments =>
            {
                if (arguments.GetValue(yes))
                    return EdgesRequest.Post(PathOf(arguments.GetValue(node), "deregister"));
                Console.Error.WriteLine("There is no way back: say --yes.");
                return null;
            },
            EdgesCall.Say("The edge is out of service."));
    }

    private static Command Catalog()
    {
        var put = new Option<string?>("--put") { Description = "File with the new catalog as JSON; a masked secret keeps the one that is there." };
        var rollOut = new Option<string?>("--rollout") { Description = "advance, halt or resume." };
        rollOut.AcceptOnlyFromAmong("advance", "halt", "resume");
        return EdgesCall.Create(
            "catalog", "Shows what all edges share, replaces it, or moves its roll-out.", [put, rollOut],
            arguments =>
            {
                if (arguments.GetValue(rollOut) is { } action)
                    return EdgesRequest.Post(Root + "/catalog/rollout", new JsonObject { ["action"] = action });
                return arguments.GetValue(put) is not { } file ? EdgesRequest.Get(Root + "/catalog")
                    : ReadJson(file) is { } catalog ? new EdgesRequest(HttpMethod.Put, Root + "/catalog", catalog)
                    : null;
            },
            (answer, _) =>
            {
                Console.Out.WriteLine($"catalog {answer["catalogVersion"]}, roll-out {answer["rollout"]!["stage"]}{((bool)answer["rollout"]!["halted"]! ? $", halted: {answer["rollout"]!["reason"]}" : "")}");
                if (answer["catalog"] is { } catalog)
                    Console.Out.WriteLine(catalog.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
                return ExitCodes.Ok;
            });
    }

    private static JsonNode? ReadJson(string file)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(file));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            Console.Error.WriteLine($"{file}: {fault.Message}");
            return null;
        }
    }

    private static int Said(string what)
    {
        Console.Out.WriteLine(what);
        return ExitCodes.Ok;
    }

    private static Argument<string> Node() => new("node") { Description = "Node id." };

    private static string PathOf(string? node, string rest = "") => $"{Root}/{EdgesRequest.Escape(node)}{(rest.Length == 0 ? "" : "/" + rest)}";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
