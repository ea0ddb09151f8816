using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Vespid.Tests.Integration.Support;

namespace Vespid.Tests.Integration;

/// <summary>Whatever bytes come in at the ingress, the answer is the documented one, and the next good message is taken.</summary>
[Collection(SharedHostCollection.Name)]
public sealed class BadInputTests(SharedHost shared)
{
    private const string Json = "application/json";
    private const string Accepted = "accepted";
    private const string NotUnderstood = "normalize_failed";

    private sealed record BadBody(string Name, byte[] Bytes, string? ContentType, int Status, string? Word, bool Chunked = false)
    {
        public BadBody(string name, string text, int status, string? word, string? contentType = Json)
            : this(name, Encoding.UTF8.GetBytes(text), contentType, status, word)
        {
        }
    }

    private static IEnumerable<BadBody> Bodies()
    {
        yield return new("not JSON", "{\"text\":", 400, "BAD_REQUEST");
        yield return new("text under a JSON type", "hello", 400, "BAD_REQUEST");
        yield return new("two values", "{} {}", 400, "BAD_REQUEST");
        yield return new("single quotes", "{'text':'x'}", 400, "BAD_REQUEST");
        yield return new("JSON type and no body", "", 400, "BAD_REQUEST");
        yield return new("only blanks", "   ", 400, "BAD_REQUEST");
        yield return new("no body, no type", [], null, 202, NotUnderstood);
        yield return new("plain text", "hello", 202, NotUnderstood, "text/plain");
        yield return new("a form", "a=b", 202, NotUnderstood, "application/x-www-form-urlencoded");
        yield return new("XML", "<a/>", 415, "UNSUPPORTED_MEDIA_TYPE", "application/xml");
        yield return new("octets", "{}", 415, "UNSUPPORTED_MEDIA_TYPE", "application/octet-stream");
        yield return new("a media type that is none", "{}", 415, "UNSUPPORTED_MEDIA_TYPE", ";;;");
        yield return new("an upload", "--x\r\n\r\n--x--", 415, "UNSUPPORTED_MEDIA_TYPE", "multipart/form-data; boundary=x");
        yield return new("too large", Filler(1_048_577), Json, 413, "body_too_large");
        yield return new("too large, in chunks", Filler(1_048_577), Json, 413, "body_too_large", Chunked: true);
        yield return new("an array", "[{\"text\":\"x\"}]", 202, NotUnderstood);
        yield return new("a string", "\"text\"", 202, NotUnderstood);
        yield return new("null", "null", 202, NotUnderstood);
        yield return new("a number", "7", 202, NotUnderstood);
        yield return new("an empty object", "{}", 202, NotUnderstood);
        yield return new("100 levels", Message("deep", more: $",\"deep\":{new string('[', 100)}{new string(']', 100)}"), 202, NotUnderstood);
        yield return new("100,000 levels", Encoding.ASCII.GetBytes(new string('[', 100_000)), Json, 400, "BAD_REQUEST");
        yield return new("bytes that are no UTF-8", [.. Encoding.ASCII.GetBytes("{\"text\":\""), 0xff, 0xfe, 0xc0, 0x80, .. "\"}"u8], Json, 202, NotUnderstood);
        yield return new("a null byte", [.. Encoding.ASCII.GetBytes("{\"text\":\"a"), 0, .. "\"}"u8], Json, 400, "BAD_REQUEST");
        yield return new("blank text", Message("blank", text: "  "), 202, NotUnderstood);
        yield return new("text that is a number", "{\"text\":7,\"senderId\":\"u-1\"}", 202, NotUnderstood);
        yield return new("ids of 600 characters", Message(new string('i', 600), conversation: new string('c', 600)), 202, NotUnderstood);
        yield return new("ids of 200 characters", Message(new string('i', 200), conversation: new string('c', 200)), 202, Accepted);
        yield return new("empty ids", Message("", conversation: ""), 202, Accepted);
        yield return new("text of 10,000 characters", Message("long", text: new string('x', 10_000)), 202, Accepted);
        yield return new("control characters", Message("control", text: @"\u0001\u001b[31m\u007f\u0085\r\n\t"), 202, Accepted);
        yield return new("an escaped U+0000 in the text", Message("zero", text: @"a\u0000b"), 202, Accepted);
        yield return new("escaped U+0000 in all ids", Message(@"z\u0000", conversation: @"c\u0000"), 202, Accepted);
        yield return new("half surrogate pairs", Message(@"half\ud800", text: @"\udc00 and \ud83d", conversation: @"c\udfff"), 202, Accepted);
        yield return new("a half surrogate pair as a name", Message("name", more: @",""\ud800"":1"), 202, Accepted);
        yield return new("a name with U+0000", Message("zero-name", more: @",""\u0000"":1"), 202, Accepted);
        yield return new("a number beyond 64 bits", Message("big", more: ",\"n\":123456789012345678901234567890,\"e\":1e999999,\"m\":-0.0e-999999"), 202, Accepted);
        yield return new("a platform's ids beyond 64 bits", """{"update_id":99999999999999999999999,"message":{"message_id":1e400,"date":1e300,"chat":{"id":-99999999999999999999,"type":"private"},"from":{"id":1e500},"text":"x"}}""", 202, NotUnderstood);
        yield return new("the same name twice", """{"text":"first","text":"second","senderId":"u-1","messageId":"twice","isDirectMessage":true}""", 202, Accepted);
        yield return new("a time that is none", Message("time", more: ",\"receivedAt\":\"tomorrow\",\"timestamp\":1e308"), 202, Accepted);
        yield return new("members of wrong kinds", """{"text":"kinds","senderId":{},"conversationId":[],"messageId":7,"isDirectMessage":"yes","senderDisplayName":false}""", 202, Accepted);
        yield return new("a name as long as a book", Message("book", more: $",\"senderDisplayName\":\"{new string('n', 100_000)}\""), 202, Accepted);
        yield return new("names that mean something elsewhere", Message("proto", more: ",\"__proto__\":{\"a\":1},\"constructor\":1,\"$type\":\"System.Object\",\"$ref\":\"1\",\"$id\":\"2\""), 202, Accepted);
    }

    [Fact]
    public async Task Every_bad_body_gets_its_answer_and_nothing_is_lost()
    {
        using var client = await ApiClient.SignUpAsync(shared.Host, "bad-input@example.com");
        var account = await client.AddOpenAccountAsync("telegram", "bad-input");
        var url = new Uri(shared.Host.Ingress, "/ingress/channels/telegram/bad-input");
        var wrong = new List<string>();
        foreach (var body in Bodies())
        {
            var answer = await RawHttp.SendAsync(HttpMethod.Post, url, body.Bytes, body.ContentType, body.Chunked);
            if (answer.Status != body.Status || (answer.Reason ?? answer.Code) != body.Word)
                wrong.Add($"{body.Name}: expected {body.Status} {body.Word}, got {answer.Status} {answer.Text}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Equal(Accepted, await client.ReasonOfAsync("telegram", "bad-input", Messages.Direct("good")));
        var stored = await client.OrganizationAsync(HttpMethod.Get, $"/channels/accounts/{account}/messages?limit=200");
        Assert.Equal(
            Bodies().Count(body => body.Word == Accepted) + 1,
            stored["messages"]!.AsArray().Count(message => (string?)message!["status"] == "accepted"));
        Assert.Equal("a\uFFFDb", Text(stored, "zero"));
        Assert.Equal("\uFFFD and \uFFFD", Text(stored, "half\uFFFD"));
        Assert.Equal("second", Text(stored, "twice"));
        Assert.Equal(10_000, Text(stored, "long")!.Length);
    }

    [Theory]
    [InlineData("POST", "/ingress/channels/fax/main", 400)]
    [InlineData("POST", "/ingress/channels/TELEGRAM/main", 400)]
    [InlineData("POST", "/ingress/channels/telegram/", 400)]
    [InlineData("POST", "/ingress/channels/telegram/%00", 400)]
    [InlineData("GET", "/ingress/channels/../../v1/me", 404)]
    [InlineData("POST", "/ingress/channels/telegram/..", 404)]
    [InlineData("POST", "/ingress/channels/telegram/..%2f..%2fetc%2fpasswd", 202)]
    [InlineData("POST", "/ingress/channels/telegram/..%5c..%5cwindows", 202)]
    [InlineData("POST", "/ingress/channels/telegram/a%0d%0aset-cookie:%20x", 202)]
    [InlineData("POST", "/ingress/channels/telegram/%ff%fe", 202)]
    [InlineData("POST", "/ingress/channels/telegram/'%20OR%201=1%20--", 202)]
    [InlineData("POST", "/ingress/channels/telegram/%ed%a0%80", 202)]
    [InlineData("POST", "/ingress/channels/telegram/x?a=%00&a=%ff&%00=1&=", 202)]
    [InlineData("POST", "/ingress/k/..%2f", 202)]
    [InlineData("POST", "/ingress", 404)]
    [InlineData("POST", "//ingress//channels", 404)]
    [InlineData("GET", "/ingress/channels/telegram/bad-path", 404)]
    [InlineData("HEAD", "/ingress/channels/telegram/bad-path", 404)]
    [InlineData("PUT", "/ingress/channels/telegram/bad-path", 404)]
    [InlineData("DELETE", "/ingress/channels/telegram/bad-path", 404)]
    [InlineData("PATCH", "/ingress/channels/telegram/bad-path", 404)]
    [InlineData("OPTIONS", "/ingress/channels/telegram/bad-path", 404)]
    [InlineData("BREW", "/ingress/channels/telegram/bad-path", 404)]
    public async Task Odd_paths_and_methods_get_their_answer(string method, string path, int status)
    {
        var body = Message("path");
        Assert.Equal(status, await RawHttp.ExchangeAsync(shared.Host.Ingress, Request($"{method} {path} HTTP/1.1", ["content-type: application/json"], body)));
    }

    [Fact]
    public async Task A_key_has_at_most_120_characters()
    {
        var tooLong = await RawHttp.PostAsync(new Uri(shared.Host.Ingress, "/ingress/channels/telegram/" + new string('k', 121)), "{}");
        var longest = await RawHttp.PostAsync(new Uri(shared.Host.Ingress, "/ingress/channels/telegram/" + new string('k', 120)), "{}");

        Assert.Equal((400, "BAD_REQUEST"), (tooLong.Status, tooLong.Code));
        Assert.Equal((202, "account_not_found"), (longest.Status, longest.Reason));
    }

    [Fact]
    public async Task A_get_stores_nothing_even_when_it_carries_a_message()
    {
        using var client = await ApiClient.SignUpAsync(shared.Host, "bad-get@example.com");
        var account = await client.AddOpenAccountAsync("telegram", "bad-get");

        var answer = await RawHttp.SendAsync(HttpMethod.Get, new Uri(shared.Host.Ingress, "/ingress/channels/telegram/bad-get"), Encoding.UTF8.GetBytes(Message("get")));

        Assert.Equal(404, answer.Status);
        Assert.Empty((await client.OrganizationAsync(HttpMethod.Get, $"/channels/accounts/{account}/messages"))["messages"]!.AsArray());
    }

    [Fact]
    public async Task Odd_headers_get_their_answer()
    {
        using var client = await ApiClient.SignUpAsync(shared.Host, "bad-header@example.com");
        await client.AddOpenAccountAsync("telegram", "bad-header");
        (string Name, string[] Headers, int[] Statuses)[] cases =
        [
            ("a value that is no UTF-8", ["x-odd: \u00ff\u00fe"], [400, 202]),
            ("an empty value", ["x-odd:", "x-message-id:"], [202]),
            ("a name with a blank", ["x odd: 1"], [400]),
            ("no name", [": 1"], [400]),
            ("a null in a value", ["x-odd: a\0b"], [400]),
            ("a folded line", ["x-odd: a", " b"], [400]),
            ("the same header 50 times", [.. Enumerable.Repeat("x-odd: 1", 50)], [202]),
            ("200 headers", [.. Enumerable.Range(0, 200).Select(i => $"x-odd-{i}: 1")], [431]),
            ("40 KiB of header", ["x-odd: " + new string('a', 40_000)], [431]),
            ("a length that is none", ["content-length: ten"], [400]),
            ("a negative length", ["content-length: -1"], [400]),
            ("a length beyond 64 bits", ["content-length: 99999999999999999999999"], [400]),
            ("a length and chunks", ["transfer-encoding: chunked"], [400, 202]),
            ("an encoding of the transfer that nobody knows", ["transfer-encoding: zip"], [400, 501]),
            ("two hosts", ["host: a", "host: b"], [400]),
            ("a service token of ours", ["x-service-token: x", "x-org-id: x", "x-vespid-subpath: ../..", "x-forwarded-for: '; --"], [202]),
            ("trace context that is none", ["traceparent: 00-zz-zz-zz", "tracestate: ,,,=", "baggage: \u0001"], [202, 400]),
            ("credentials that are none", ["authorization: Bearer", "authorization: Basic %%%"], [202]),
        ];
        var wrong = new List<string>();
        foreach (var (name, headers, statuses) in cases)
        {
            var status = await RawHttp.ExchangeAsync(
                shared.Host.Ingress, Request("POST /ingress/channels/telegram/bad-header HTTP/1.1", ["content-type: application/json", .. headers], Message("header")));
            if (!statuses.Contains(status))
                wrong.Add($"{name}: {status}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Equal(Accepted, await client.ReasonOfAsync("telegram", "bad-header", Messages.Direct("good")));
    }

    [Fact]
    public async Task Requests_that_break_off_leave_the_server_as_it_was()
    {
        string[] requests =
        [
            "", "\r\n\r\n", "POST", "POST /ingress/channels/telegram/x HTTP/1.1\r\n", "POST /ingress/channels/telegram/x HTTP/1.1\r\nhost",
            "POST /ingress/channels/telegram/x HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 50\r\n\r\n{}",
            "POST /ingress/channels/telegram/x HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "\u0016\u0003\u0001\u0002",
        ];
        foreach (var request in requests)
            Assert.InRange(await RawHttp.ExchangeAsync(shared.Host.Ingress, Encoding.Latin1.GetBytes(request), breaksOff: true), 0, 499);
        Assert.Equal(HttpStatusCode.OK, await shared.Host.StatusAsync("/readyz"));
    }

    private static string? Text(JsonNode stored, string providerMessageId) =>
        (string?)stored["messages"]!.AsArray().Single(message => (string?)message!["providerMessageId"] == providerMessageId)!["text"];

    private static byte[] Filler(int length) => Encoding.ASCII.GetBytes(Message("filler", text: new string('x', length)));

    private static string Message(string id, string text = "x", string conversation = "dm:u-1", string more = "") =>
        $$"""{"senderId":"u-1","conversationId":"{{conversation}}","text":"{{text}}","messageId":"{{id}}","isDirectMessage":true{{more}}}""";

    private static byte[] Request(string line, IEnumerable<string> headers, string body)
    {
        var named = headers.ToList();
        if (!named.Exists(header => header.StartsWith("host:", StringComparison.Ordinal)))
            named.Insert(0, "host: localhost");
        if (!named.Exists(header => header.StartsWith("content-length:", StringComparison.Ordinal) || header.StartsWith("transfer-encoding: zip", StringComparison.Ordinal)))
            named.Add($"content-length: {Encoding.UTF8.GetByteCount(body)}");
        named.Add("connection: close");
        return Encoding.Latin1.GetBytes($"{line}\r\n{string.Join("\r\n", named)}\r\n\r\n{body}");
    }
}
