using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Vespid.Gateway.Access;
using Vespid.Gateway.Console.Pages;
using Vespid.Gateway.Http;
using Vespid.GrainInterfaces.Control;

namespace Vespid.Gateway.Console;

/// <summary>The operator console. Pages only read; what they change goes through the API.</summary>
internal static class ConsoleEndpoints
{
    private const string Id = "id";
    private static readonly Refusal TooManyStreams = Refusal.Unavailable("TOO_MANY_STREAMS", "Too many pages are being followed. Refresh by hand.");

    public static void MapConsole(this IEndpointRouteBuilder routes)
    {
        var console = routes.MapGroup("").WithMetadata(new ConsoleErrors()).ExcludeFromDescription();
        console.MapGet(ConsoleAssets.Path + "{file}", ConsoleAssets.Get).ForAnyone();
        console.MapGet(ConsoleErrors.SignInPath, SignInPage.ShowAsync).ForAnyone();
        console.MapPage<HomePage>("/", ConsoleAudience.User);
        console.MapPage<OverviewPage>("/dashboard", ConsoleAudience.Admin);
        console.MapPage<AccountsPage>("/dashboard/accounts", ConsoleAudience.Admin);
        console.MapPage<AccountPage>("/dashboard/accounts/{id}", ConsoleAudience.Admin);
        console.MapPage<PairingPage>("/dashboard/pairing", ConsoleAudience.Admin);
        console.MapPage<MessagesPage>("/dashboard/messages", ConsoleAudience.Admin);
        console.MapPage<LanesPage>("/dashboard/lanes", ConsoleAudience.Admin);
        console.MapPage<DeadLettersPage>("/dashboard/dead-letters", ConsoleAudience.Admin);
        console.MapPage<SessionsPage>("/dashboard/sessions", ConsoleAudience.Admin);
        console.MapPage<SessionPage>("/dashboard/sessions/{id}", ConsoleAudience.Admin);
        console.MapPage<FleetPage>("/dashboard/edges", ConsoleAudience.Admin);
        console.MapPage<EdgePage>("/dashboard/edges/{id}", ConsoleAudience.Admin);
        console.MapPage<AlertsPage>("/dashboard/alerts", ConsoleAudience.Admin);
        console.MapPage<SilencesPage>("/dashboard/silences", ConsoleAudience.Admin);
        console.MapPage<ChatOpsPage>("/dashboard/chatops", ConsoleAudience.Operator);
        console.MapPage<MissingPage>("/dashboard/{**path}", ConsoleAudience.Admin);
    }

    private static void MapPage<TPage>(this IEndpointRouteBuilder routes, string path, ConsoleAudience audience)
        where TPage : class, IConsolePage =>
        routes.MapGet(path, ShowAsync<TPage>).WithMetadata(new ConsoleRule(audience));

    private static async Task ShowAsync<TPage>(
        HttpContext context, ConsoleScope scope, TPage page, ConsoleRenderer renderer, ConsoleStream stream, PanelReader panels, TimeProvider time)
        where TPage : class, IConsolePage
    {
        var request = new ConsoleRequest(scope, context.Request.Query, context.GetRouteValue(Id) as string, time.GetUtcNow(), panels);
        if (context.Request.Headers.Accept.ToString().Contains(ConsoleStream.MediaType, StringComparison.Ordinal))
        {
            if (!await stream.TryWriteAsync(context, page, request))
                await RefusalResult.WriteAsync(context, TooManyStreams);
            return;
        }

        var view = await page.LoadAsync(request, context.RequestAborted);
        await renderer.WriteAsync(context, view, renderer.FrameOf(scope, context.Request.Path, request.Now, live: view.Status == StatusCodes.Status200OK));
    }
}
