using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Vespid.Channels;
using Vespid.Gateway.Access;
using Vespid.Gateway.Health;
using Vespid.Gateway.Hosting;
using Vespid.GrainInterfaces.Channels;
using Vespid.GrainInterfaces.Control;
using Vespid.GrainInterfaces.Determinism;
using Vespid.GrainInterfaces.Work;
using Vespid.Storage.Edges;
using Vespid.Storage.Feed;
using Vespid.Storage.Lease;
using Vespid.Storage.Queries;
using Vespid.Storage.Restore;
using Vespid.Storage.Snapshots;

namespace Vespid.Tests.Unit.Gateway;

/// <summary>The real edge on a free loopback port, over fakes of what is behind it. A header says which port a request pretends to come in on.</summary>
internal sealed class EdgeHost : IAsyncDisposable
{
    public const string PortHeader = "x-test-port";
    public static readonly Guid Org = Guid.Parse("0195f000-0000-7000-8000-0000000000aa");
    public static readonly Guid User = Guid.Parse("0195f000-0000-7000-8000-0000000000bb");
    public static readonly Guid Session = Guid.Parse("0195f000-0000-7000-8000-0000000000cc");
    private readonly WebApplication _app;

    private EdgeHost(WebApplication app)
    {
        _app = app;
        Client = new HttpClient { BaseAddress = new Uri(Address), Timeout = TimeSpan.FromSeconds(20) };
    }

    public HttpClient Client { get; }

    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public IServiceProvider Services => _app.Services;

    /// <summary>Requests that came in so far.</summary>
    public RequestCount Requests { get; private init; } = null!;

    public FakeLease Lease { get; private init; } = null!;

    public Fake<IIdentityQueries> Identity { get; private init; } = null!;

    public Fake<IIngressGrain> Ingress { get; private init; } = null!;

    public Fake<IIdentityGrain> IdentityGrain { get; private init; } = null!;

    public Fake<IOrganizationGrain> Organization { get; private init; } = null!;

    public Fake<IChannelAccountGrain> Account { get; private init; } = null!;

    public Fake<IAccountQueries> Accounts { get; private init; } = null!;

    public Fake<IWorkflowQueries> Workflows { get; private init; } = null!;

    public Fake<IAccountDirectory> Directory { get; private init; } = null!;

    public Fake<IChangeFeed> Feed { get; private init; } = null!;

    public Fake<IWorkGrain> Work { get; private init; } = null!;

    public static async Task<EdgeHost> StartAsync(Action<GatewayOptions>? change = null, IHealthProbe? probe = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => GatewayKestrel.Configure(kestrel, Settings.Valid(change))).UseUrls("http://127.0.0.1:0");
        var lease = new FakeLease();
        var (identity, identityControl) = Fake<IIdentityQueries>.Create();
        var (ingress, ingressControl) = Fake<IIngressGrain>.Create();
        var (identityGrain, identityGrainControl) = Fake<IIdentityGrain>.Create();
        var (organization, organizationControl) = Fake<IOrganizationGrain>.Create();
        var (account, accountControl) = Fake<IChannelAccountGrain>.Create();
        var (accounts, accountsControl) = Fake<IAccountQueries>.Create();
        var (workflows, workflowsControl) = Fake<IWorkflowQueries>.Create();
        var (directory, directoryControl) = Fake<IAccountDirectory>.Create();
        var (feed, feedControl) = Fake<IChangeFeed>.Create();
        var (work, workControl) = Fake<IWorkGrain>.Create();

        var services = builder.Services;
        services.AddSingleton<IGrainFactory>(new FakeGrains().With(ingress).With(identityGrain).With(organization).With(account).With(work));
        services.AddSingleton<IWriterLease>(lease);
        services.AddSingleton(identity).AddSingleton(accounts).AddSingleton(workflows).AddSingleton(directory).AddSingleton(feed);
        services.AddSingleton(Fake<IMessageQueries>.Create().Object).AddSingleton(Fake<IOrganizationQueries>.Create().Object);
        services.AddSingleton(Fake<IOutboxQueries>.Create().Object).AddSingleton(Fake<IPairingQueries>.Create().Object);
        services.AddSingleton(Fake<IRuntimeQueries>.Create().Object).AddSingleton(Fake<ISessionQueries>.Create().Object);
        services.AddSingleton(Fake<IEdgeQueries>.Create().Object).AddSingleton(Fake<IAlertQueries>.Create().Object).AddSingleton(Fake<IEdgeDirectory>.Create().Object);
        services.AddSingleton(Fake<IRestoreHolds>.Create().Object);
        services.AddSingleton(Vespid.GrainInterfaces.ChatOps.ChatOpsSettings.Off).AddSingleton(Fake<Vespid.Storage.ChatOps.IChatQueries>.Create().Object);
        services.AddSingleton(Fake<IEdgeStore>.Create().Object).AddSingleton(Fake<IAlertStore>.Create().Object).AddSingleton(Fake<IRestoreHolds>.Create().Object);
        services.AddSingleton<IIdSource, SteppingIds>().AddSingleton<IChance>(new SeededChance(1)).AddSingleton<VisitorToken>();
        services.Configure<ChannelOptions>(channels => channels.VisitorTokenKey = Encoding.ASCII.GetBytes(Settings.Secret));
        services.AddSingleton<IMetricsText, NoMetrics>();
        if (probe is not null)
            services.AddSingleton(probe);
        services.AddVespidGateway(options =>
        {
            var valid = Settings.Valid(change);
            options.AuthTokenSecret = valid.AuthTokenSecret;
            options.RefreshTokenSecret = valid.RefreshTokenSecret;
            options.PasswordIterations = valid.PasswordIterations;
            foreach (var token in valid.ServiceTokens)
                options.ServiceTokens.Add(token);
            change?.Invoke(options);
        });

        var app = builder.Build();
        var requests = new RequestCount();
        app.Use((context, next) =>
        {
            requests.Add();
            if (int.TryParse(context.Request.Headers[PortHeader], out var port))
                context.Connection.LocalPort = port;
            else
                context.Connection.LocalPort = GatewayDefaults.ControlPort;
            context.Request.Headers.Remove(PortHeader);
            return next(context);
        });
        app.MapControlApi();
        app.MapIngress();
        app.MapHealth();
        await app.StartAsync();
        var host = new EdgeHost(app)
        {
            Requests = requests,
            Lease = lease,
            Identity = identityControl,
            Ingress = ingressControl,
            IdentityGrain = identityGrainControl,
            Organization = organizationControl,
            Account = accountControl,
            Accounts = accountsControl,
            Workflows = workflowsControl,
            Directory = directoryControl,
            Feed = feedControl,
            Work = workControl,
        };
        host.Identity.On(nameof(IIdentityQueries.MembershipAsync), call => Task.FromResult<MembershipItem?>(
            (Guid)call[0]! == Org && (Guid)call[1]! == User ? new MembershipItem(Org, "Org", User, "owner", Now) : null));
        host.Identity.On(nameof(IIdentityQueries.UserAsync), _ => Task.FromResult<UserItem?>(new UserItem(User, "a@example.org", null, "x", null, Now, Now)));
        return host;
    }

    public static DateTimeOffset Now { get; } = new(2026, 2, 22, 10, 20, 30, 123, TimeSpan.Zero);

    public string AccessToken() => Services.GetRequiredService<TokenSigner>().Issue(TokenKind.Access, User, Session, TimeSpan.FromMinutes(5)).Token;

    public async Task<(int Status, JsonElement Body, HttpResponseMessage Answer)> SendAsync(
        string method, string path, object? body = null, int port = GatewayDefaults.ControlPort, bool signedIn = false, Guid? org = null,
        params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Parse(method), path);
        request.Headers.Add(PortHeader, port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (signedIn)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", AccessToken());
        if (org is { } id)
            request.Headers.Add("x-org-id", id.ToString());
        request.Content = body switch
        {
            null => null,
            HttpContent content => content,
            string json => new StringContent(json, Encoding.UTF8, "application/json"),
            _ => JsonContent.Create(body),
        };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        var answer = await Client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        var isJson = answer.Content.Headers.ContentType?.MediaType == "application/json";
        return ((int)answer.StatusCode, isJson ? JsonElement.Parse(text) : default, answer);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    internal sealed class RequestCount
    {
        private int _value;

        public int Value => Volatile.Read(ref _value);

        public void Add() => Interlocked.Increment(ref _value);
    }

    private sealed class NoMetrics : IMetricsText
    {
        public ValueTask<string> CollectAsync(CancellationToken cancellationToken) => ValueTask.FromResult("# nothing\n");
    }
}
