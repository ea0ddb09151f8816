using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Vespid.Silo.Configuration;

/// <summary>One environment variable: what it means, and how it reaches an option.</summary>
/// <param name="Name">Variable name.</param>
/// <param name="Default">What holds when it is not set, in words or as a value.</param>
/// <param name="Description">One sentence for operators, with unit and bounds.</param>
/// <param name="Target">Type of the options it sets.</param>
/// <param name="IsSecret">Its value must not be shown.</param>
internal abstract partial record Setting(string Name, string Default, string Description, Type Target, bool IsSecret)
{
    /// <summary>Name of the option that it sets; null when it is not told by how it is set.</summary>
    public abstract string? Option { get; }

    /// <summary>Sets the option.</summary>
    /// <exception cref="FormatException">The value is not of the setting's form; the message says what is.</exception>
    public abstract void Apply(object options, string value);

    [GeneratedRegex(@"\bo\.(\w+)")]
    protected static partial Regex Assigned();
}

/// <inheritdoc/>
internal sealed record Setting<TOptions>(string Name, string Default, string Description, Action<TOptions, string> Set, bool IsSecret = false,
    [CallerArgumentExpression(nameof(Set))] string Expression = "")
    : Setting(Name, Default, Description, typeof(TOptions), IsSecret)
    where TOptions : class
{
    public override string? Option { get; } = Assigned().Match(Expression) is { Success: true } match ? match.Groups[1].Value : null;

    public override void Apply(object options, string value) => Set((TOptions)options, value);
}
