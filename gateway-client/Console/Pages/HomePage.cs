using Vespid.Storage.Queries;

namespace Vespid.Gateway.Console.Pages;

/// <summary>Where everybody who is signed in is welcome.</summary>
internal sealed class HomePage(IIdentityQueries identity) : IConsolePage
{
    private const string AdminsOnly = "admins-only";

    public async Task<ConsoleView> LoadAsync(ConsoleRequest request, CancellationToken cancellationToken) => ConsoleView.Of<HomeView>(new HomeModel(
        await identity.MembershipsAsync(request.Scope.User.Id, cancellationToken), request.Scope.User.DeploymentRole, request.Word("notice") == AdminsOnly));
}
