namespace Vespid.Gateway.Console;

/// <summary>A page: reads what is to be shown. Changes are no business of pages: their forms call the API, which has the rules, the audit trail and the CSRF check.</summary>
internal interface IConsolePage
{
    Task<ConsoleView> LoadAsync(ConsoleRequest request, CancellationToken cancellationToken);
}
