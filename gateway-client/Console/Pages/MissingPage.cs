namespace Vespid.Gateway.Console.Pages;

/// <summary>Every path of the console that is no page.</summary>
internal sealed class MissingPage : IConsolePage
{
    public Task<ConsoleView> LoadAsync(ConsoleRequest request, CancellationToken cancellationToken) => Task.FromResult(ConsoleView.Missing("page"));
}
