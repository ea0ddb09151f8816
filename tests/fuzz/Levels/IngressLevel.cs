using System.Text;
using Vespid.GrainInterfaces.Channels;
using Vespid.Tests.Channels;
using Vespid.Tests.Fuzz.Hosting;
using Vespid.Tests.Fuzz.Http;
using Vespid.Tests.Fuzz.Mutation;

namespace Vespid.Tests.Fuzz.Levels;

/// <summary>Bytes over keep-alive connections to the ingress of the whole program: server, limits, adapters, grains, commits, PostgreSQL.</summary>
internal sealed class IngressLevel(FuzzHost host, IngressAccounts accounts, IReadOnlyList<ChannelForm> forms) : IFuzzLevel
{
    private static readonly string[] OddMethods = ["GET", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "PROPFIND", "post", "P", "CONNECT"];
    private static readonly string[] OddTypes = ["application/xml", "multipart/form-data; boundary=x", ";;;", "application/json; charset=utf-16", "text/html", "*/*"];
    private static readonly string[] Subpaths = ["/_matrix/app/v1/transactions/1", "/_matrix/app/v1/ping", "/x", "/..%2f..", "/%00", "/%ff", "//", "/a/b/c?x", "/" + new string('x', 300)];
    private readonly Dictionary<string, Seeds> _seeds = forms.GroupBy(form => form.Adapter.Descriptor.Id)
        .ToDictionary(group => group.Key, group => new Seeds(group.Key, group.SelectMany(form => form.Bodies)), StringComparer.Ordinal);

    public string Name => "ingress";

    public int BlockSize => 100;

    public async Task RunAsync(long first, long last, FuzzReport report, CancellationToken cancellationToken)
    {
        await using var connection = new RawConnection(host.IngressPort);
        for (var number = first; number <= last; number++)
        {
            var request = Make(Dice.Of(report.Seed, Name, number));
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
            if (host.Rules.Ingress(request, reply) is { } fault)
                report.Fail(Name, number, fault, $"{request}\n-> {reply}");
        }
    }

    private RawRequest Make(Dice dice)
    {
        if (dice.Next(40) == 0)
            return Webchat(dice);
        string channel, path;
        ChannelForm? form = null;
        if (dice.Percent(70))
        {
            (form, var key, var secretPath) = dice.Pick(accounts.Signed);
            channel = form.Adapter.Descriptor.Id;
            path = dice.Percent(90) ? $"/ingress/channels/{channel}/{key}" : secretPath;
        }
        else
        {
            (channel, var key, var secretPath) = dice.Pick(accounts.Unsigned);
            path = dice.Percent(90) ? $"/ingress/channels/{channel}/{key}" : secretPath;
        }

        var body = _seeds[channel].Body(dice);
        var type = dice.Percent(96) ? dice.Pick(RequestParts.TakenTypes) : dice.Pick(OddTypes);
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        var query = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = dice.Next(3); i > 0; i--)
            headers[dice.Pick(RequestParts.HeaderNames)] = dice.Percent(95) ? Plain(RequestParts.Value(dice)) : RequestParts.Value(dice);
        for (var i = dice.Next(3); i > 0; i--)
            query[dice.Pick(RequestParts.QueryNames)] = RequestParts.Value(dice);
        var request = new IngressRequest(dice.Percent(92) ? "POST" : dice.Pick(OddMethods), channel, "main", null, type, headers, query, body, null, null);
        if (form is not null && dice.Percent(90))
            request = form.Sign(request, dice.Percent(92) ? IngressAccounts.Secret : "wrong");
        if (dice.Percent(4))
            path += dice.Pick(Subpaths);
        if (dice.Percent(1))
            path = Encoding.Latin1.GetString(ByteMutator.Mutate(Encoding.Latin1.GetBytes(path), [], dice));
        return Wire(request, path, dice);
    }

    private static RawRequest Wire(IngressRequest request, string path, Dice dice)
    {
        var target = request.Query.Count == 0 ? path
            : $"{path}?{string.Join('&', request.Query.Select(pair => dice.Percent(97) ? $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}" : $"{pair.Key}={pair.Value}"))}";
        IEnumerable<(string, string)> headers = request.Headers.Select(pair => (pair.Key, pair.Value));
        if (request.ContentType is { } type)
            headers = headers.Append(("content-type", type));
        var made = RawRequest.Of(request.Method, target, headers, request.Body, chunked: dice.Percent(5));
        // Beyond repair: the head itself, or a body that is not there.
        return dice.Next(100) switch
        {
            0 => made with { Bytes = ByteMutator.Mutate(made.Bytes, made.Bytes, dice), IsBroken = true },
            1 => made with { Bytes = made.Bytes[..dice.Next(made.Bytes.Length)], IsBroken = true },
            // The mutations of target and header may break the head too.
            _ => made with { IsBroken = !IsSound(target) || request.Headers.Any(pair => !IsSound(pair.Value)) || request.Method == "CONNECT" },
        };
    }

    private static RawRequest Webchat(Dice dice)
    {
        var key = dice.Percent(80) ? "unsigned" : dice.Pick(RequestParts.QueryNames);
        var path = $"/webchat/{Uri.EscapeDataString(key)}/{(dice.Percent(50) ? "session" : "events")}";
        if (dice.Percent(50))
            path += $"?token={Uri.EscapeDataString(RequestParts.Value(dice))}";
        var headers = new List<(string, string)> { ("origin", dice.Percent(50) ? "http://127.0.0.1" : Plain(RequestParts.Value(dice))) };
        if (dice.Percent(30))
            headers.Add(("last-event-id", Plain(RequestParts.Value(dice))));
        if (dice.Percent(30))
            headers.Add(("authorization", "Bearer " + Plain(RequestParts.Value(dice))));
        return RawRequest.Of(dice.Percent(50) ? "POST" : dice.Pick(OddMethods[..7]), path, headers, dice.Percent(50) ? [] : dice.Bytes(dice.Next(100)));
    }

    private static string Plain(string value) => new([.. value.Where(symbol => symbol is >= ' ' and < '\u007f')]);

    private static bool IsSound(string text) => text.All(symbol => symbol is > ' ' and < '\u007f' or ' ') && !text.StartsWith(' ');
}
