using System.Text;
using Vespid.Tests.Fuzz.Hosting;
using Vespid.Tests.Fuzz.Http;
using Vespid.Tests.Fuzz.Mutation;

namespace Vespid.Tests.Fuzz.Levels;

/// <summary>Every route of the control API with every method, by everybody.</summary>
internal sealed class ControlLevel(FuzzHost host, IReadOnlyList<ControlRoute> routes, Tenant operatorOfHost, Tenant stranger) : IFuzzLevel
{
    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "get", "LINK"];
    private static readonly string[] OddTypes = ["text/plain", "application/xml", "application/json; charset=utf-16", ";;", "multipart/form-data; boundary=x"];
    private static readonly string[] OddIds = ["0", "x", "%00", "%ff", "..", "..%2f..", "00000000-0000-0000-0000-000000000000", "%F0%9F%98%80", "{orgId}", "*", "'", "null", "-1"];

    private static readonly string[] OddQueries =
    [
        "limit=0", "limit=201", "limit=-1", "limit=x", "limit=99999999999999999999", "limit=1&limit=2", "cursor=x", "cursor=%00", "cursor=%ff", "cursor=QQ==", "status=odd",
        "scope=%00", "accountId=1", "createdBefore=x", "createdBefore=9999-12-31T23:59:59-14:00", "kind=%00", "channelId=%ff", "a=b", "=", "%", "&&&",
    ];

    public string Name => "control";

    public int BlockSize => 250;

    /// <summary>Operations that are tried.</summary>
    public int Routes => routes.Count;

    public async Task RunAsync(long first, long last, FuzzReport report, CancellationToken cancellationToken)
    {
        await using var connection = new RawConnection(host.ControlPort);
        using var place = await ControlPlace.MakeAsync(host, $"block-{first / BlockSize}");
        for (var number = first; number <= last; number++)
        {
            var dice = Dice.Of(report.Seed, Name, number);
            // Every route has its turn, whatever the dice say.
            var route = routes[(int)(number % routes.Count)];
            var (request, isForeign) = Make(route, place, dice);
            RawReply reply;
            try
            {
                reply = await connection.SendAsync(request, cancellationToken);
            }
            catch (TimeoutException late)
            {
                report.Count(Name, "no answer");
                report.Fail(Name, number, late.Message, request.ToString());
                continue;
            }

            report.Count(Name, reply.Status == 0 ? "hung up" : $"{reply.Status}");
            var fault = host.Rules.Control(request, reply);
            if (isForeign && reply.Status is > 0 and < 400)
                fault ??= "Somebody of another organisation was let in.";
            if (fault is not null)
                report.Fail(Name, number, fault, $"{request}\n-> {reply}");
        }
    }

    private (RawRequest Request, bool IsForeign) Make(ControlRoute route, ControlPlace place, Dice dice)
    {
        var method = dice.Percent(85) ? route.Method : dice.Pick(Methods);
        var (target, isSound) = Target(route, place, dice);
        var headers = new List<(string Name, string Value)>();
        var isForeign = AddCaller(headers, route, place, dice);
        var body = new ControlBodies(place).Of(route, dice);
        if (body is not null || dice.Percent(10))
            headers.Add(("content-type", dice.Percent(96) ? "application/json" : dice.Pick(OddTypes)));
        if (dice.Percent(3))
            headers.Add((dice.Pick(RequestParts.HeaderNames), dice.Percent(50) ? "x" : "\u00e4"));
        var made = RawRequest.Of(method, target, headers, body, chunked: dice.Percent(4));
        return (dice.Next(100) switch
        {
            0 => made with { Bytes = ByteMutator.Mutate(made.Bytes, made.Bytes, dice), IsBroken = true },
            _ => made with { IsBroken = !isSound },
        }, isForeign && isSound && method is not "OPTIONS" && target.StartsWith("/v1/orgs/" + place.Owner.Organization, StringComparison.Ordinal));
    }

    private static (string Target, bool IsSound) Target(ControlRoute route, ControlPlace place, Dice dice)
    {
        var path = string.Join('/', route.Path.Split('/').Select(segment => segment is ['{', .. var name, '}'] ? Id(name, place, dice) : segment));
        if (dice.Percent(30) && route.Query.Count > 0)
            path += $"?{dice.Pick(route.Query)}={Uri.EscapeDataString(RequestParts.Value(dice))}";
        if (dice.Percent(20))
            path += (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + dice.Pick(OddQueries);
        if (!dice.Percent(2))
            return (path, true);
        path = Encoding.Latin1.GetString(ByteMutator.Mutate(Encoding.Latin1.GetBytes(path), [], dice));
        return (path, false);
    }

    private static string Id(string name, ControlPlace place, Dice dice) => dice.Next(100) switch
    {
        < 5 => dice.Pick(OddIds),
        < 10 when name != "orgId" => dice.Id().ToString(),
        _ => name switch
        {
            "orgId" => place.Owner.Organization,
            "accountId" => place.Account,
            "workflowId" => place.Workflow,
            "runId" => place.Run,
            "sessionId" => place.Session,
            "entryId" => place.Entry,
            "requestId" => place.PairingRequest,
            "tokenId" => place.WorkerTokenId,
            "userId" => dice.Percent(50) ? place.Other.UserId : place.Owner.UserId,
            "name" => dice.Percent(50) ? "unused" : $"name{dice.Next(100)}",
            "action" => dice.Percent(50) ? "start" : dice.Percent(50) ? "stop" : "dance",
            _ => dice.Id().ToString(),
        },
    };

    /// <returns>Whether the caller has no business in the first organisation.</returns>
    private bool AddCaller(List<(string Name, string Value)> headers, ControlRoute route, ControlPlace place, Dice dice)
    {
        var who = dice.Next(100);
        var organization = dice.Percent(95) ? place.Owner.Organization : dice.Percent(50) ? place.Other.Organization : "x";
        headers.Add(("x-org-id", organization));
        switch (route.Scheme)
        {
            case "worker" when who < 85:
                headers.Add(("authorization", $"Bearer {place.WorkerToken}"));
                return false;
            case "service" when who < 85:
                headers.Add(("x-service-token", FuzzHost.ServiceToken));
                return false;
            default:
                // No case knows the stranger, so none can have made a member of them.
                headers.Add(who switch
                {
                    < 78 => ("authorization", $"Bearer {place.Owner.Token}"),
                    < 82 => ("authorization", $"Bearer {stranger.Token}"),
                    < 88 => ("authorization", $"Bearer {operatorOfHost.Token}"),
                    < 90 => ("authorization", $"Bearer {place.WorkerToken}"),
                    < 92 => ("authorization", $"Bearer {Encoding.Latin1.GetString(ByteMutator.Mutate(Encoding.ASCII.GetBytes(place.Owner.Token), [], dice)).Where(char.IsAsciiLetterOrDigit).Aggregate("", (text, symbol) => text + symbol)}"),
                    < 94 => ("cookie", $"vespid_session={place.Owner.Token}"),
                    < 96 => ("x-service-token", FuzzHost.ServiceToken),
                    < 98 => ("authorization", "Basic eDp5"),
                    _ => ("x-nobody", "1"),
                });
                return who is (>= 78 and < 82) or 88 or 89 or >= 94 && route.Path.StartsWith("/v1/orgs/{orgId}", StringComparison.Ordinal);
        }
    }
}
