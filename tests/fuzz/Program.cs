using Vespid.Tests.Fuzz;

if (FuzzArguments.Read(args) is not { } arguments)
{
    await Console.Error.WriteLineAsync(FuzzArguments.Usage);
    return 2;
}

var report = await FuzzRun.RunAsync(arguments, CancellationToken.None);
await Console.Out.WriteLineAsync(report.ToString());
return report.Failed == 0 ? 0 : 1;
