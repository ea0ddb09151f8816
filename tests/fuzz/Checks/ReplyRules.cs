using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Vespid.Tests.Fuzz.Http;

namespace Vespid.Tests.Fuzz.Checks;

/// <summary>What every answer must be, whatever was asked.</summary>
/// <param name="secrets">Further texts that no answer may hold.</param>
internal sealed class ReplyRules(params ImmutableArray<string> secrets)
{
    private static readonly byte[][] Leaks = [.. ((string[])["   at ", "Exception", "Npgsql", "SELECT ", "INSERT INTO", "violates"]).Select(Encoding.UTF8.GetBytes)];
    private readonly ImmutableArray<byte[]> _secrets = [.. secrets.Append(Planted.Mark).Select(Encoding.UTF8.GetBytes)];

    /// <summary>The fault of an answer of the control API; null when there is none.</summary>
    public string? Control(RawRequest request, RawReply reply) => Common(request, reply) ?? (reply.Status >= 400
        ? request.IsHead || IsOfServer(reply) ? null : Error(reply)
        : reply.Body.Length == 0 || IsJson(reply) ? null : "The answer is no JSON.");

    /// <summary>The fault of an answer of the ingress; null when there is none. Vendors get the refusals that they insist on.</summary>
    public string? Ingress(RawRequest request, RawReply reply)
    {
        if (Common(request, reply) is { } fault)
            return fault;
        if (request.IsHead || (reply.Status >= 400 && IsOfServer(reply)))
            return null;
        if (Word(reply, "reason") is { } reason)
            return Documents.HasWord(reason) ? null : $"Reason {reason} is documented nowhere.";
        return reply.Status switch
        {
            < 400 => null,
            401 or 403 or 404 when Word(reply, "code") is null => null,
            _ => Error(reply),
        };
    }

    private string? Common(RawRequest request, RawReply reply)
    {
        if (reply.Status == 0)
            return request.IsBroken ? null : "The connection ended without an answer.";
        foreach (var secret in _secrets)
        {
            if (reply.Body.AsSpan().IndexOf(secret) >= 0 || reply.Headers.AsSpan().IndexOf(Encoding.UTF8.GetString(secret)) >= 0)
                return "The answer holds a secret.";
        }

        if (reply.Status >= 400 && Leaks.FirstOrDefault(leak => reply.Body.AsSpan().IndexOf(leak) >= 0) is { } leaked)
            return $"The answer tells of our insides: {Encoding.UTF8.GetString(leaked)}";
        if (reply.Status == 503)
            return reply["retry-after"] is null ? "503 without Retry-After." : request.IsHead ? null : Error(reply);
        if (reply.Status >= 500)
            return request.IsBroken && reply.Status == 505 ? null : "A fault of ours.";
        return reply.Status is 429 && reply["retry-after"] is null ? "429 without Retry-After." : null;
    }

    /// <summary>The HTTP server itself ends what is no request.</summary>
    private static bool IsOfServer(RawReply reply) => reply is { Closes: true, Body.Length: 0, Status: 400 or 405 or 408 or 411 or 413 or 414 or 417 or 431 or 505 };

    private static string? Error(RawReply reply)
    {
        if (reply["content-type"]?.StartsWith("application/json", StringComparison.Ordinal) != true)
            return $"An error as {reply["content-type"]}.";
        try
        {
            using var body = JsonDocument.Parse(reply.Body);
            // The surface of edges and rooms has a shape of its own.
            var isNested = body.RootElement.TryGetProperty("error", out var error) && body.RootElement.EnumerateObject().Count() == 1;
            if (!isNested)
                error = body.RootElement;
            var members = error.EnumerateObject().Select(member => member.Name).ToArray();
            var isSound = isNested ? members is ["code", "message", "request_id"] or ["code", "message", "fields", "request_id"]
                : members is ["code", "message"] or ["code", "message", "details"];
            if (!isSound)
                return $"An error of another shape: {string.Join(' ', members)}.";
            var code = error.GetProperty("code").GetString()!;
            // There the codes of the control API appear in lower case.
            if (!Documents.HasCode(code, reply.Status) && !(isNested && Documents.HasCode(code.ToUpperInvariant(), reply.Status)) && !(Documents.HasWord(code) && char.IsAsciiLetterLower(code[0])))
                return $"Code {code} is not documented for {reply.Status}.";
            return string.IsNullOrWhiteSpace(error.GetProperty("message").GetString()) ? "An error without a message." : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return "An error that is no JSON object.";
        }
    }

    private static bool IsJson(RawReply reply)
    {
        try
        {
            using var body = JsonDocument.Parse(reply.Body);
            return reply["content-type"]?.StartsWith("application/json", StringComparison.Ordinal) == true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string? Word(RawReply reply, string name)
    {
        try
        {
            using var body = JsonDocument.Parse(reply.Body);
            return body.RootElement.ValueKind == JsonValueKind.Object && body.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
                ? value.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
