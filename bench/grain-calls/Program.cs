using Microsoft.Extensions.DependencyInjection;
using Vespid.Bench.GrainCalls;
using Vespid.Embedded;

var services = new ServiceCollection()
    .AddLogging()
    .AddEmbeddedOrleans(static options => options.GrainAssemblies.Add(typeof(EchoGrain).Assembly))
    .BuildServiceProvider();
await using var disposing = services;
var silo = services.GetRequiredService<EmbeddedSilo>();
await silo.StartAsync(CancellationToken.None);

// --json prints an object a line; --quick takes a third of the time.
var measure = new Measurements(services.GetRequiredService<IGrainFactory>(), silo, Console.Out)
{
    AsJson = args.Contains("--json"),
    Span = TimeSpan.FromSeconds(args.Contains("--quick") ? 1 : 3),
};
measure.ProxyCreation();
await measure.ProxyOverhead();
await measure.CallsPerSecond(callers: 1, ownGrains: true);
await measure.CallsPerSecond(callers: 16, ownGrains: true);
await measure.CallsPerSecond(callers: 16, ownGrains: false);
await measure.DeepChain(depth: 10_000);
await measure.BytesPerIdleActivation(activations: 100_000);

await silo.StopAsync(CancellationToken.None);
