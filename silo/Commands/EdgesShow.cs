using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Vespid.Silo.Commands;

/// <summary>Answers as tables for people.</summary>
internal static class EdgesShow
{
    /// <param name="items">Array of objects.</param>
    /// <param name="columns">Heading, and path of the member with dots.</param>
    public static void Table(JsonNode? items, params ReadOnlySpan<(string Heading, string Path)> columns)
    {
        var table = new Table();
        foreach (var (heading, _) in columns)
            table.AddColumn(heading);
        foreach (var item in items?.AsArray() ?? [])
        {
            var cells = new List<string>();
            foreach (var (_, path) in columns)
                cells.Add(Markup.Escape(Cell(item, path)));
            table.AddRow([.. cells]);
        }

        Terminal.Create().Write(table);
    }

    /// <summary>Says that there is more than is shown.</summary>
    public static int More(JsonNode answer)
    {
        if (answer["nextCursor"] is { } cursor)
            Console.Out.WriteLine($"There is more: --cursor {cursor}");
        return ExitCodes.Ok;
    }

    public static string Cell(JsonNode? item, string path)
    {
        foreach (var name in path.Split('.'))
            item = (item as JsonObject)?[name];
        return item switch
        {
            null => "-",
            JsonArray list => string.Join(", ", list.Select(entry => entry switch
            {
                JsonObject outcome when outcome["receiver"] is { } receiver => $"{receiver}: {outcome["outcome"]}{(outcome["reason"] is { } reason ? $" ({reason})" : "")}",
                null => "-",
                _ => entry.ToString(),
            })),
            _ => item.GetValueKind() switch
            {
                JsonValueKind.True => "yes",
                JsonValueKind.False => "no",
                _ => item.ToString(),
            },
        };
    }
}
