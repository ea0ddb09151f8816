using Microsoft.Extensions.Options;

namespace Vespid.Silo.Configuration;

/// <summary>Says what is wrong with options in the words of whoever set them: by variable.</summary>
internal static class OptionFaults
{
    /// <summary>The failures, each option in them under the name of its variable.</summary>
    public static IReadOnlyList<string> Of(OptionsValidationException fault) => [.. fault.Failures.Select(failure => Named(failure, fault.OptionsType))];

    private static string Named(string failure, Type options)
    {
        foreach (var setting in SettingCatalog.All.Where(setting => setting.Target == options && setting.Option is not null).DistinctBy(setting => setting.Option))
        {
            failure = string.Join(' ', failure.Split(' ').Select(word => word.TrimEnd(',', '.', ':') is var name && (name == setting.Option || name == $"{options.Name}.{setting.Option}")
                ? setting.Name + word[name.Length..] : word));
            // Some already say both.
            failure = failure.Replace($"{setting.Name} ({setting.Name})", setting.Name, StringComparison.Ordinal);
        }

        return failure;
    }
}
