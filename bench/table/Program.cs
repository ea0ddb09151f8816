using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Vespid.Bench.Table;
using Vespid.Bench.Table.Report;
using Vespid.Bench.Table.Sections;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (Usage.Parse(args) is not { } usage)
{
    Console.Error.WriteLine(Usage.Text);
    return 2;
}

if (!OperatingSystem.IsLinux())
    throw new PlatformNotSupportedException("Processor times are read from /proc.");

using var stop = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
var started = TimeProvider.System.GetTimestamp();
var loadBefore = Machine.Load();

var sheets = new List<Sheet>();
ISection[] sections =
[
    new IngressSection(usage, Say), new CallsSection(usage, Say), new StartSection(usage, Say), new GrowthSection(usage, Say), new RecoverySection(usage, Say),
    new EdgesSection(usage, Say),
];
var status = 0;
try
{
    foreach (var section in sections.Where(section => usage.Has(section.Name)))
    {
        Say($"== {section.Name}");
        await section.RunAsync(sheets, stop.Token);
    }
}
catch (Exception fault)
{
    // What was measured before is worth its time.
    Console.Error.WriteLine(fault);
    status = 1;
}

var took = TimeProvider.System.GetElapsedTime(started);
var where = $"{Machine.Describe()}. Load average {loadBefore} before, {Machine.Load()} after; {took.TotalMinutes:F1} minutes{(usage.Quick ? ", quick" : "")}{(status == 0 ? "" : ", not complete")}.";
var markdown = where + "\n\n" + string.Join("\n", sheets.Select(sheet => sheet.ToMarkdown()));
Console.Write(markdown);
Directory.CreateDirectory(usage.Output);
await File.WriteAllTextAsync(Path.Combine(usage.Output, "bench.md"), markdown);
var json = new JsonObject { ["machine"] = where, ["sheets"] = new JsonArray([.. sheets.Select(sheet => sheet.ToJson())]) };
await File.WriteAllTextAsync(Path.Combine(usage.Output, "bench.json"), json.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
return status;

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}

void Say(string what) => Console.Error.WriteLine($"[{TimeProvider.System.GetElapsedTime(started):mm\\:ss}] {what}");
