using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Vespid.Embedded;

namespace Vespid.Tests.EngineCompliance.Engines;

/// <summary>Options are refused by name and bound.</summary>
public sealed class OptionsTests
{
    public static TheoryData<string, string, Action<EmbeddedOptions>> OutOfBounds => new()
    {
        { nameof(EmbeddedOptions.ResponseTimeout), "1.00:00:00", static options => options.ResponseTimeout = TimeSpan.Zero },
        { nameof(EmbeddedOptions.ResponseTimeoutPrecision), "00:01:00", static options => options.ResponseTimeoutPrecision = TimeSpan.FromHours(1) },
        { nameof(EmbeddedOptions.CollectionQuantum), "00:00:01", static options => options.CollectionQuantum = TimeSpan.FromMilliseconds(1) },
        { nameof(EmbeddedOptions.CollectionAge), "00:01:00", static options => options.CollectionAge = TimeSpan.FromMinutes(1) },
        { nameof(EmbeddedOptions.ActivationTimeout), "1.00:00:00", static options => options.ActivationTimeout = TimeSpan.FromDays(2) },
        { nameof(EmbeddedOptions.DeactivationTimeout), "1.00:00:00", static options => options.DeactivationTimeout = TimeSpan.FromDays(2) },
        { nameof(EmbeddedOptions.StopTimeout), "1.00:00:00", static options => options.StopTimeout = -TimeSpan.FromSeconds(1) },
        { nameof(EmbeddedOptions.MinimumReminderPeriod), "00:01:00", static options => options.MinimumReminderPeriod = TimeSpan.FromSeconds(59) },
        { nameof(EmbeddedOptions.LocalWorkers), "at least 1", static options => options.LocalWorkers = 0 },
        { nameof(EmbeddedOptions.ReminderRefreshPeriod), "00:00:01", static options => options.ReminderRefreshPeriod = TimeSpan.Zero },
    };

    [Theory]
    [MemberData(nameof(OutOfBounds))]
    public void An_option_out_of_bounds_is_refused_by_name_and_bound(string option, string bound, Action<EmbeddedOptions> configure)
    {
        var fault = Assert.Throws<OptionsValidationException>(() => Options(configure));

        Assert.Contains($"{nameof(EmbeddedOptions)}.{option}", fault.Message, StringComparison.Ordinal);
        Assert.Contains(bound, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_engine_without_grain_assemblies_is_refused()
    {
        var fault = Assert.Throws<OptionsValidationException>(() => Options(static options => options.GrainAssemblies.Clear()));

        Assert.Contains(nameof(EmbeddedOptions.GrainAssemblies), fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_defaults_are_within_bounds()
    {
        Assert.Equal(TimeSpan.FromSeconds(30), Options(static _ => { }).ResponseTimeout);
    }

    private static EmbeddedOptions Options(Action<EmbeddedOptions> configure)
    {
        using var services = new ServiceCollection()
            .AddLogging()
            .AddEmbeddedOrleans(options =>
            {
                options.GrainAssemblies.Add(typeof(OptionsTests).Assembly);
                configure(options);
            })
            .BuildServiceProvider();
        return services.GetRequiredService<IOptions<EmbeddedOptions>>().Value;
    }
}
