using Microsoft.Extensions.Options;
using Vespid.Grains.ChatOps;
using Vespid.Silo.Configuration;
using Vespid.Silo.Hosting;

namespace Vespid.Silo.Commands;

/// <summary>What the check of a configuration found.</summary>
/// <param name="Errors">Each begins with the variable it is about.</param>
/// <param name="Warnings">The same.</param>
/// <param name="Settings">As read; null when the file could not be.</param>
internal sealed record ConfigReview(IReadOnlyList<string> Errors, IReadOnlyList<string> Warnings, HostSettings? Settings)
{
    /// <summary>Rooms and their bindings, tokens masked.</summary>
    public IReadOnlyList<string> Rooms => Settings is { ChatOps.Settings.Enabled: true } ? ChatOpsConfiguration.Describe(Settings.ChatOps) : [];

    /// <summary>Reads and checks everything; starts nothing and asks nobody.</summary>
    /// <param name="envFile">File below the process's variables; null for none.</param>
    /// <param name="strict">Whether names that mean nothing are errors.</param>
    /// <param name="clock">Tells how old secrets are.</param>
    public static ConfigReview Of(string? envFile, bool strict, TimeProvider clock)
    {
        HostSettings settings;
        try
        {
            settings = HostSettings.Read(EnvironmentValues.Read(envFile), keepKeys: false);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or FormatException)
        {
            return new ConfigReview([$"--env-file {envFile}: {fault.Message}"], [], null);
        }

        var ages = SecretAge.Check(settings.Host, clock.GetUtcNow());
        var unknown = UnknownSettings.In(settings.Environment, settings.NamedByRooms);
        // What could not even be read kept its default, of which nothing needs to be said.
        var named = settings.Errors.Select(NameIn).ToHashSet(StringComparer.Ordinal);
        return new ConfigReview(
            [.. settings.Errors, .. OptionErrors(settings).Where(error => !named.Contains(NameIn(error))), .. ages.Errors, .. strict ? unknown : []],
            [.. settings.ChatOps.Warnings.Select(fault => $"{fault.Code}: {fault.Message}"), .. ages.Warnings, .. strict ? [] : unknown],
            settings);
    }

    /// <summary>The variable that a fault is about: its first word.</summary>
    public static string NameIn(string fault) => fault[..(fault.IndexOf(' ', StringComparison.Ordinal) is var end and > 0 ? end : fault.Length)].TrimEnd(':');

    /// <summary>What the options' own validators say, as at a start.</summary>
    private static IReadOnlyList<string> OptionErrors(HostSettings settings)
    {
        try
        {
            using var app = VespidHost.Build(settings) as IDisposable;
            ((WebApplication)app).Services.GetService<IStartupValidator>()?.Validate();
            return [];
        }
        catch (OptionsValidationException fault)
        {
            return OptionFaults.Of(fault);
        }
        catch (AggregateException faults)
        {
            return [.. faults.InnerExceptions.OfType<OptionsValidationException>().SelectMany(OptionFaults.Of)];
        }
    }
}
