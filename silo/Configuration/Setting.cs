namespace Vespid.Silo.Configuration;

/// <summary>One environment variable: what it means, and how it reaches an option.</summary>
/// <param name="Name">Variable name.</param>
/// <param name="Default">What holds when it is not set, in words or as a value.</param>
/// <param name="Description">One sentence for operators, with unit and bounds.</param>
/// <param name="Target">Type of the options it sets.</param>
/// <param name="IsSecret">Its value must not be shown.</param>
internal abstract record Setting(string Name, string Default, string Description, Type Target, bool IsSecret)
{
    /// <summary>Sets the option.</summary>
    /// <exception cref="FormatException">The value is not of the setting's form; the message says what is.</exception>
    public abstract void Apply(object options, string value);
}

/// <inheritdoc/>
internal sealed record Setting<TOptions>(string Name, string Default, string Description, Action<TOptions, string> Set, bool IsSecret = false)
    : Setting(Name, Default, Description, typeof(TOptions), IsSecret)
    where TOptions : class
{
    public override void Apply(object options, string value) => Set((TOptions)options, value);
}
