using Spectre.Console;

namespace Vespid.Silo.Commands;

/// <summary>Standard output for people: colours and a line width only where it is a terminal, and no colours when <c>NO_COLOR</c> is set.</summary>
internal static class Terminal
{
    private const int Unlimited = 10_000;

    public static IAnsiConsole Create()
    {
        var plain = Console.IsOutputRedirected || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 };
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = plain ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = plain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        });
        if (Console.IsOutputRedirected)
            console.Profile.Width = Unlimited;
        return console;
    }
}
