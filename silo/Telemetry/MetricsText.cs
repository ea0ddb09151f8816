using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using Vespid.Gateway.Health;

namespace Vespid.Silo.Telemetry;

/// <summary>Collects all meters of the process when somebody asks, one at a time.</summary>
internal sealed class MetricsText : IMetricsText, IDisposable
{
    private const int Patience = 5_000;

    private readonly TextExporter _exporter = new();
    private readonly MeterProvider _provider;
    private readonly Lock _gate = new();

    public MetricsText()
    {
        _provider = Sdk.CreateMeterProviderBuilder()
            .AddMeter("Vespid.*", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime")
            .AddReader(new BaseExportingMetricReader(_exporter))
            .Build();
    }

    public ValueTask<string> CollectAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _exporter.Collect!(Patience);
            return ValueTask.FromResult(_exporter.Text);
        }
    }

    public void Dispose() => _provider.Dispose();

    [ExportModes(ExportModes.Pull)]
    private sealed class TextExporter : BaseExporter<Metric>, IPullMetricExporter
    {
        public Func<int, bool>? Collect { get; set; }

        public string Text { get; private set; } = "";

        public override ExportResult Export(in Batch<Metric> batch)
        {
            var text = new StringBuilder();
            foreach (var metric in batch)
                PrometheusText.Write(text, metric);
            Text = text.ToString();
            return ExportResult.Success;
        }
    }
}
