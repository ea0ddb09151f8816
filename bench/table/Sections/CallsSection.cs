using System.Text.Json.Nodes;
using Vespid.Bench.Table.Processes;
using Vespid.Bench.Table.Report;

namespace Vespid.Bench.Table.Sections;

/// <summary>bench/grain-calls, in a process of its own.</summary>
internal sealed class CallsSection(Usage usage, Action<string> say) : ISection
{
    private readonly Sheet _sheet = new("calls", "Grain calls of the embedded engine", "what", "value", "remark");

    public string Name => "calls";

    public async Task RunAsync(ICollection<Sheet> sheets, CancellationToken cancellationToken)
    {
        sheets.Add(_sheet);
        say("grain calls");
        await using var child = Child.Start("Vespid.Bench.GrainCalls.dll", usage.Quick ? ["--json", "--quick"] : ["--json"], new Dictionary<string, string>());
        foreach (var line in (await child.ReadToEndAsync(cancellationToken)).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var measured = JsonNode.Parse(line)!;
            _sheet.Add((string)measured["what"]!, (double)measured["value"]!, (string)measured["remark"]!);
        }
    }
}
