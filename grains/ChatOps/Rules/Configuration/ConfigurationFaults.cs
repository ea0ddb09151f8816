using System.Collections.Immutable;
using Vespid.GrainInterfaces.ChatOps;

namespace Vespid.Grains.ChatOps;

/// <summary>Everything that is wrong with a configuration, in the order it was met.</summary>
internal sealed class ConfigurationFaults
{
    private readonly List<ChatOpsFault> _errors = [];
    private readonly List<ChatOpsFault> _warnings = [];

    public ImmutableArray<ChatOpsFault> Errors => [.. _errors];

    public ImmutableArray<ChatOpsFault> Warnings => [.. _warnings];

    public void Error(string code, string message, int? index = null)
    {
        var fault = new ChatOpsFault(code, message, index);
        if (!_errors.Contains(fault))
            _errors.Add(fault);
    }

    public void Warn(string code, string message) => _warnings.Add(new ChatOpsFault(code, message));

    /// <summary>A value that is there but not of its form.</summary>
    public void Invalid(string option, string form) => Error($"chat_option_invalid:{option}", $"{option} must be {form}.");
}
