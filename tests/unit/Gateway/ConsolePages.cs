using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Vespid.Gateway.Access;
using Vespid.Storage.Queries;

namespace Vespid.Tests.Unit.Gateway;

/// <summary>A browser in front of the console: it has a cookie, and follows no redirect by itself.</summary>
internal sealed class ConsolePages : IAsyncDisposable
{
    private readonly HttpClient _client;

    private ConsolePages(EdgeHost host)
    {
        Host = host;
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(host.Address), Timeout = TimeSpan.FromSeconds(20) };
    }

    public EdgeHost Host { get; }

    /// <param name="role">Role in the organisation of the tests.</param>
    /// <param name="deploymentRole">Role in the deployment.</param>
    public static async Task<ConsolePages> StartAsync(string role = "admin", string? deploymentRole = null)
    {
        var host = await EdgeHost.StartAsync();
        host.Identity.On(nameof(IIdentityQueries.IsAuthSessionLiveAsync), _ => Task.FromResult(true));
        host.Identity.On(nameof(IIdentityQueries.UserAsync), _ => Task.FromResult<UserItem?>(new UserItem(EdgeHost.User, "a@example.org", null, "x", deploymentRole, EdgeHost.Now, EdgeHost.Now)));
        host.Identity.On(nameof(IIdentityQueries.MembershipsAsync), _ => Task.FromResult<IReadOnlyList<MembershipItem>>([new(EdgeHost.Org, "Org", EdgeHost.User, role, EdgeHost.Now)]));
        host.Accounts.On(nameof(IAccountQueries.ListAsync), _ => Task.FromResult(new Page<AccountItem>([], null)));
        return new ConsolePages(host);
    }

    public Task<HttpResponseMessage> OpenAsync(string path, bool signedIn = true, string accept = "text/html", string method = "GET", params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Parse(method), path);
        request.Headers.Accept.ParseAdd(accept);
        if (signedIn)
        {
            var signer = Host.Services.GetRequiredService<TokenSigner>();
            request.Headers.Add("Cookie", $"vespid_session={signer.Issue(TokenKind.Cookie, EdgeHost.User, EdgeHost.Session, TimeSpan.FromDays(1)).Token}");
        }

        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public async Task<string> ReadAsync(string path)
    {
        using var answer = await OpenAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await Host.DisposeAsync();
    }
}
