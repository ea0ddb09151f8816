using System.CommandLine;
using System.Text.Json;
using Vespid.Tests.Chaos;
using Vespid.Tests.Chaos.ChatOps;
using Vespid.Tests.Chaos.Edges;
using Vespid.Tests.Chaos.Nemesis;
using Vespid.Tests.Chaos.Report;

var seed = new Option<int?>("--seed") { Description = "Decides everything that chance decides; one by the clock without it." };
var seconds = new Option<int>("--seconds") { Description = "How long a run disturbs, 5 to 3600.", DefaultValueFactory = _ => 60 };
var runs = new Option<int>("--runs") { Description = "Runs, each with the next seed.", DefaultValueFactory = _ => 1 };
var rate = new Option<double>("--rate") { Description = "Messages a second.", DefaultValueFactory = _ => 60 };
var control = new Option<string?>("--control") { Description = $"Run a sabotaged host, which must be found out: {string.Join(", ", Control.All.Select(one => one.Name))}." };
var output = new Option<string>("--out") { Description = "Folder for the report, and for the logs of runs that broke a promise.", DefaultValueFactory = _ => Path.Combine("artifacts", "chaos") };
var edges = new Option<bool>("--edges") { Description = "Partner edges and their alerts instead of messages; the writer is killed five times in three minutes." };
var cascade = new Option<bool>("--cascade") { Description = "With --edges: two hundred fall within ten seconds." };
var chatops = new Option<bool>("--chatops") { Description = "Rooms between chats instead of messages; the writer is killed five times in three minutes." };
var kills = new Option<int?>("--kills") { Description = "With --chatops: how often the writer is killed, 0 to 50; one in 36 seconds without it." };
var silos = new Option<int>("--silos") { Description = "That many silos of a cluster instead of a writer and its standby, 2 to 5; needs a build on Orleans' packages, and redis-server." };
var root = new RootCommand("Real processes, a real database and scripted vendors under faults, and a check of every promise. Exit code 1 when one is broken.")
{
    seed, seconds, runs, rate, control, output, edges, cascade, chatops, kills, silos,
};
seconds.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int>() is < 5 or > 3600)
        result.AddError("--seconds is 5 to 3600.");
});
kills.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int?>() is < 0 or > 50)
        result.AddError("--kills is 0 to 50.");
});
silos.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int>() is not 0 and (< 2 or > 5))
        result.AddError("--silos is 2 to 5.");
});
control.AcceptOnlyFromAmong([.. Control.All.Select(one => one.Name)]);
root.SetAction((arguments, interrupted) =>
{
    var first = arguments.GetValue(seed) ?? (int)(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() % 1_000_000);
    var (length, count, folder) = (arguments.GetValue(seconds), arguments.GetValue(runs), arguments.GetValue(output)!);
    if (arguments.GetValue(chatops))
    {
        return RunEachAsync(first, count, seed =>
        {
            var settings = new ChatRunSettings(seed, length, arguments.GetValue(kills) ?? Math.Clamp(length / 36, 1, 5), arguments.GetValue(silos), Path.GetFullPath(Path.Combine(folder, $"chatops-{seed}")));
            return (settings.Replay, settings.Folder, async () =>
            {
                var report = await new ChatRun(settings).RunAsync(interrupted);
                return (report.Lines(), report.Violations.Count == 0);
            });
        });
    }

    if (arguments.GetValue(edges))
    {
        return RunEachAsync(first, count, seed =>
        {
            var settings = new EdgeRunSettings(seed, length, arguments.GetValue(cascade), arguments.GetValue(silos), Path.GetFullPath(Path.Combine(folder, $"edges-{seed}")));
            return (settings.Replay, settings.Folder, async () =>
            {
                var report = await new EdgeRun(settings).RunAsync(interrupted);
                return (report.Lines(), report.Violations.Count == 0);
            });
        });
    }

    return RunAsync(first, length, count, arguments.GetValue(rate), Control.All.FirstOrDefault(one => one.Name == arguments.GetValue(control)), arguments.GetValue(silos), folder, interrupted);
});

// Two processes and a server have to end first.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(2) });

static async Task<int> RunAsync(int first, int seconds, int runs, double rate, Control? control, int silos, string folder, CancellationToken interrupted)
{
    var reports = new List<RunReport>();
    var failed = false;
    Console.WriteLine($"seed {first}, {runs} runs of {seconds} s, {rate} messages a second{(control is null ? "" : $", control {control.Name}")}");
    Console.WriteLine(ReportText.Head);
    for (var seed = first; seed < first + runs; seed++)
    {
        var settings = new RunSettings(seed, seconds, rate, control, control is null ? TimeSpan.FromSeconds(5) : null, silos, Path.GetFullPath(Path.Combine(folder, $"seed-{seed}")));
        RunReport report;
        try
        {
            report = await new ChaosRun(settings).RunAsync(interrupted);
        }
        catch (Exception fault) when (fault is TimeoutException or IOException or InvalidOperationException or HttpRequestException or Npgsql.NpgsqlException)
        {
            Console.WriteLine($"{seed,10} could not be run to its end: {fault.Message}\n  again: {settings.Replay}\n  logs: {settings.Folder}");
            failed = true;
            continue;
        }

        reports.Add(report);
        Console.WriteLine(ReportText.Line(report));
        if (report.Violations.Count > 0)
        {
            foreach (var line in ReportText.Violations(report))
                Console.WriteLine(line);
            Console.WriteLine($"  logs: {settings.Folder}");
        }
    }

    foreach (var line in ReportText.Totals(reports))
        Console.WriteLine(line);
    Directory.CreateDirectory(folder);
    await File.WriteAllTextAsync(Path.Combine(folder, "report.json"), JsonSerializer.Serialize(reports, RunReport.Json), CancellationToken.None);
    return failed || reports.Exists(report => report.Violations.Count > 0) ? 1 : 0;
}

static async Task<int> RunEachAsync(int first, int runs, Func<int, (string Replay, string Folder, Func<Task<(IEnumerable<string> Lines, bool Kept)>> RunAsync)> plan)
{
    var failed = false;
    for (var seed = first; seed < first + runs; seed++)
    {
        var run = plan(seed);
        try
        {
            var (lines, kept) = await run.RunAsync();
            foreach (var line in lines)
                Console.WriteLine(line);
            failed |= !kept;
        }
        catch (Exception fault) when (fault is TimeoutException or IOException or InvalidOperationException or HttpRequestException or Npgsql.NpgsqlException)
        {
            Console.WriteLine($"seed {seed} could not be run to its end: {fault.Message}\n  again: {run.Replay}\n  logs: {run.Folder}");
            failed = true;
        }
    }

    return failed ? 1 : 0;
}
