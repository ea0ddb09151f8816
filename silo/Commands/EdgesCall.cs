using System.CommandLine;
using System.Text.Json.Nodes;

namespace Vespid.Silo.Commands;

/// <summary>One subcommand that asks a running process something and shows the answer.</summary>
internal static class EdgesCall
{
    /// <param name="name">Name.</param>
    /// <param name="description">What it does.</param>
    /// <param name="symbols">Arguments and options beside the common ones.</param>
    /// <param name="ask">Makes the request; null when the arguments are not valid, which it has said.</param>
    /// <param name="show">Shows the answer to a person and gives the exit code; null shows nothing.</param>
    public static Command Create(
        string name, string description, IReadOnlyList<Symbol> symbols, Func<ParseResult, EdgesRequest?> ask, Func<JsonNode, ParseResult, int>? show = null)
    {
        var envFile = CommonOptions.EnvFile();
        var json = CommonOptions.Json();
        var url = new Option<string?>("--url") { Description = "Control port of the process; the one that the settings would start here without it." };
        var command = new Command(name, description);
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument)
                command.Add(argument);
            else
                command.Add((Option)symbol);
        }

        command.Add(url);
        command.Add(envFile);
        command.Add(json);
        command.SetAction((arguments, cancellationToken) => RunAsync(
            arguments, arguments.GetValue(envFile), arguments.GetValue(url), arguments.GetValue(json), ask, show, cancellationToken));
        return command;
    }

    /// <summary>Says that something was done.</summary>
    public static Func<JsonNode, ParseResult, int> Say(string what) => (_, _) =>
    {
        Console.Out.WriteLine(what);
        return ExitCodes.Ok;
    };

    private static async Task<int> RunAsync(
        ParseResult arguments, string? envFile, string? url, bool json, Func<ParseResult, EdgesRequest?> ask, Func<JsonNode, ParseResult, int>? show,
        CancellationToken cancellationToken)
    {
        if (url is not null && !Uri.TryCreate(url, UriKind.Absolute, out _))
        {
            await Console.Error.WriteLineAsync("--url must be an http or https URL.");
            return ExitCodes.BadConfiguration;
        }

        if (ask(arguments) is not { } request || CommonOptions.ReadSettings(envFile) is not { } settings)
            return ExitCodes.BadConfiguration;
        using var client = new EdgesClient(settings, url);
        var (text, exitCode) = await client.SendAsync(request.Method, request.Path, request.Body, cancellationToken);
        if (text is null)
            return exitCode;
        if (request.SaveTo is { } file)
        {
            await File.WriteAllTextAsync(file, text, cancellationToken);
            return ExitCodes.Ok;
        }

        var answer = text.Length == 0 ? new JsonObject { ["ok"] = true } : JsonNode.Parse(text)!;
        if (!json && show is not null)
            return show(answer, arguments);
        Console.Out.WriteLine(answer.ToJsonString());
        return request.Judge?.Invoke(answer) ?? ExitCodes.Ok;
    }
}

/// <summary>A request of a subcommand.</summary>
/// <param name="Method">Method.</param>
/// <param name="Path">Path with query.</param>
/// <param name="Body">JSON, or none.</param>
/// <param name="SaveTo">File that the answer goes to instead of the screen.</param>
/// <param name="Judge">Exit code by the answer, when not every answer is a success.</param>
internal sealed record EdgesRequest(HttpMethod Method, string Path, JsonNode? Body = null, string? SaveTo = null, Func<JsonNode, int>? Judge = null)
{
    public static EdgesRequest Get(string path, params ReadOnlySpan<(string Name, string? Value)> query) => new(HttpMethod.Get, path + QueryOf(query));

    public static EdgesRequest Post(string path, JsonNode? body = null) => new(HttpMethod.Post, path, body ?? new JsonObject());

    public static string Escape(string? text) => Uri.EscapeDataString(text ?? "");

    private static string QueryOf(ReadOnlySpan<(string Name, string? Value)> query)
    {
        var text = "";
        foreach (var (name, value) in query)
        {
            if (!string.IsNullOrEmpty(value))
                text += $"{(text.Length == 0 ? '?' : '&')}{name}={Escape(value)}";
        }

        return text;
    }
}
