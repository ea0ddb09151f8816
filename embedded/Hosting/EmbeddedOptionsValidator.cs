using Microsoft.Extensions.Options;

namespace Vespid.Embedded;

/// <summary>Refuses options outside their bounds, naming each option and its bound.</summary>
internal sealed class EmbeddedOptionsValidator : IValidateOptions<EmbeddedOptions>
{
    public ValidateOptionsResult Validate(string? name, EmbeddedOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        List<string> failures = [];
        if (options.GrainAssemblies.Count == 0)
        {
            failures.Add($"{nameof(EmbeddedOptions)}.{nameof(options.GrainAssemblies)} must name at least one assembly.");
        }

        var longest = EmbeddedDefaults.Longest;
        var tick = TimeSpan.FromMilliseconds(1);
        var second = TimeSpan.FromSeconds(1);
        Bound(options.ResponseTimeout, nameof(options.ResponseTimeout), tick, longest, failures);
        Bound(options.ResponseTimeoutPrecision, nameof(options.ResponseTimeoutPrecision), tick, TimeSpan.FromMinutes(1), failures);
        Bound(options.CollectionQuantum, nameof(options.CollectionQuantum), second, longest, failures);
        Bound(options.ActivationTimeout, nameof(options.ActivationTimeout), tick, longest, failures);
        Bound(options.DeactivationTimeout, nameof(options.DeactivationTimeout), tick, longest, failures);
        Bound(options.StopTimeout, nameof(options.StopTimeout), tick, longest, failures);
        Bound(options.ReminderRefreshPeriod, nameof(options.ReminderRefreshPeriod), second, longest, failures);
        if (options.LocalWorkers < 1)
        {
            failures.Add($"{nameof(EmbeddedOptions)}.{nameof(options.LocalWorkers)} is {options.LocalWorkers}; it must be at least 1.");
        }

        if (options.MinimumReminderPeriod < EmbeddedDefaults.MinimumReminderPeriod)
        {
            failures.Add(
                $"{nameof(EmbeddedOptions)}.{nameof(options.MinimumReminderPeriod)} is {options.MinimumReminderPeriod}; "
                + $"it must be at least {EmbeddedDefaults.MinimumReminderPeriod}.");
        }

        if (options.CollectionAge <= options.CollectionQuantum)
        {
            failures.Add(
                $"{nameof(EmbeddedOptions)}.{nameof(options.CollectionAge)} is {options.CollectionAge}; "
                + $"it must be above {nameof(options.CollectionQuantum)}, {options.CollectionQuantum}.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static void Bound(TimeSpan value, string option, TimeSpan least, TimeSpan most, List<string> failures)
    {
        if (value < least || value > most)
        {
            failures.Add($"{nameof(EmbeddedOptions)}.{option} is {value}; it must be from {least} to {most}.");
        }
    }
}
