using System.Globalization;
using System.Text;
using OpenTelemetry.Metrics;

namespace Vespid.Silo.Telemetry;

/// <summary>Writes collected metrics in the Prometheus text exposition format 0.0.4.</summary>
internal static class PrometheusText
{
    public static void Write(StringBuilder text, Metric metric)
    {
        var name = Name(metric.Name);
        if (metric.Description.Length > 0)
            text.Append("# HELP ").Append(name).Append(' ').Append(metric.Description.Replace('\n', ' ')).Append('\n');
        text.Append("# TYPE ").Append(name).Append(' ').Append(Kind(metric.MetricType)).Append('\n');
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            if (metric.MetricType == MetricType.Histogram)
                Histogram(text, name, point);
            else
                Line(text, name, "", point, Value(metric.MetricType, point));
        }
    }

    private static void Histogram(StringBuilder text, string name, in MetricPoint point)
    {
        var below = 0L;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            below += bucket.BucketCount;
            var bound = double.IsPositiveInfinity(bucket.ExplicitBound) ? "+Inf" : bucket.ExplicitBound.ToString(CultureInfo.InvariantCulture);
            Line(text, name, "_bucket", point, below, ("le", bound));
        }

        Line(text, name, "_sum", point, point.GetHistogramSum());
        Line(text, name, "_count", point, point.GetHistogramCount());
    }

    private static double Value(MetricType type, in MetricPoint point) => type switch
    {
        MetricType.LongSum or MetricType.LongSumNonMonotonic => point.GetSumLong(),
        MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic => point.GetSumDouble(),
        MetricType.LongGauge => point.GetGaugeLastValueLong(),
        MetricType.DoubleGauge => point.GetGaugeLastValueDouble(),
        _ => 0,
    };

    private static string Kind(MetricType type) => type switch
    {
        MetricType.LongSum or MetricType.DoubleSum => "counter",
        MetricType.Histogram => "histogram",
        _ => "gauge",
    };

    private static void Line(StringBuilder text, string name, string suffix, in MetricPoint point, double value, (string Name, string Value)? extra = null)
    {
        text.Append(name).Append(suffix);
        var separator = '{';
        foreach (var tag in point.Tags)
        {
            Label(text, separator, Name(tag.Key), tag.Value?.ToString() ?? "");
            separator = ',';
        }

        if (extra is { } more)
        {
            Label(text, separator, more.Name, more.Value);
            separator = ',';
        }

        if (separator == ',')
            text.Append('}');
        text.Append(' ').Append(value.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    private static void Label(StringBuilder text, char separator, string name, string value) =>
        text.Append(separator).Append(name).Append("=\"")
            .Append(value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal))
            .Append('"');

    private static string Name(string name) => string.Create(name.Length, name, static (target, source) =>
    {
        for (var i = 0; i < source.Length; i++)
            target[i] = char.IsAsciiLetterOrDigit(source[i]) || source[i] is '_' or ':' ? source[i] : '_';
    });
}
