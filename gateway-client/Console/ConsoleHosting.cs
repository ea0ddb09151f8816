using Microsoft.Extensions.DependencyInjection;
using Vespid.Gateway.Console.Pages;

namespace Vespid.Gateway.Console;

/// <summary>What the console needs beside the rest of the gateway.</summary>
internal static class ConsoleHosting
{
    public static void AddConsole(this IServiceCollection services) => services
        .AddSingleton<ConsoleRenderer>()
        .AddSingleton<ConsoleStream>()
        .AddSingleton<PanelReader>()
        .AddSingleton<HomePage>()
        .AddSingleton<OverviewPage>()
        .AddSingleton<AccountsPage>()
        .AddSingleton<AccountPage>()
        .AddSingleton<PairingPage>()
        .AddSingleton<MessagesPage>()
        .AddSingleton<LanesPage>()
        .AddSingleton<DeadLettersPage>()
        .AddSingleton<SessionsPage>()
        .AddSingleton<SessionPage>()
        .AddSingleton<FleetPage>()
        .AddSingleton<EdgePage>()
        .AddSingleton<AlertsPage>()
        .AddSingleton<SilencesPage>()
        .AddSingleton<ChatOpsPage>()
        .AddSingleton<MissingPage>();
}
