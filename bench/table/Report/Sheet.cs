using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Vespid.Bench.Table.Report;

/// <summary>One part of the table: columns, rows of texts and numbers, and what has to be known to read them.</summary>
internal sealed class Sheet(string name, string title, params string[] columns)
{
    private readonly List<object?[]> _rows = [];
    private readonly List<string> _notes = [];

    public void Add(params object?[] cells) => _rows.Add(cells.Length == columns.Length ? cells : throw new ArgumentException($"{columns.Length} cells expected."));

    public void Note(string note) => _notes.Add(note);

    /// <summary>The beginning of a long text, without what would end a cell.</summary>
    public static string Cell(string text) => (text.Length <= 150 ? text : text[..150] + " …").Replace("|", "\\|", StringComparison.Ordinal);

    public string ToMarkdown()
    {
        var text = new StringBuilder().Append("### ").Append(title).Append("\n\n");
        Line(text, columns);
        Line(text, columns.Select((_, i) => _rows.All(row => row[i] is null or not string) ? "---:" : "---"));
        foreach (var row in _rows)
            Line(text, row.Select(Show));
        text.Append('\n');
        foreach (var note in _notes)
            text.Append("- ").Append(note).Append('\n');
        return text.ToString();
    }

    public JsonObject ToJson() => new()
    {
        ["name"] = name,
        ["title"] = title,
        ["rows"] = new JsonArray([.. _rows.Select(row => new JsonObject(columns.Select((column, i) => KeyValuePair.Create(column, Value(row[i])))))]),
        ["notes"] = new JsonArray([.. _notes.Select(note => (JsonNode)note)]),
    };

    private static void Line(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    private static JsonNode? Value(object? cell) => cell switch
    {
        null => null,
        string text => text,
        int number => number,
        double number => double.IsFinite(number) ? Math.Round(number, 4) : null,
        _ => throw new ArgumentOutOfRangeException(nameof(cell)),
    };

    private static string Show(object? cell) => cell switch
    {
        null => "",
        int number => number.ToString("N0", CultureInfo.InvariantCulture),
        double number => number.ToString(Math.Abs(number) switch { >= 100 => "N0", >= 10 => "N1", _ => "N2" }, CultureInfo.InvariantCulture),
        _ => (string)cell,
    };
}
