using Vespid.Tests.EdgeAgent.Support;

namespace Vespid.Tests.EdgeAgent;

/// <summary>What comes from the central is text, never a program: a line outside the set spoils the whole answer.</summary>
public sealed class HostileConfigTests(HostileConfigTests.Installed installed) : IClassFixture<HostileConfigTests.Installed>
{
    public static TheoryData<string> Lines() =>
    [
        "DOMAIN=$(touch pwned)",
        "DOMAIN=`touch pwned`",
        "DOMAIN=x;touch pwned",
        "DOMAIN=x && touch pwned",
        "DOMAIN=x|touch pwned",
        "DOMAIN=${HOME}",
        "DOMAIN=x\rTURN_SECRET=y",
        "DOMAIN=x\0y",
        "DOMAIN=\"quoted\"",
        "DOMAIN='quoted'",
        "DOMAIN=x y",
        "DOMAIN=x\ty",
        "DOMAIN=x\\ny",
        "DOMAIN=exämple.com",
        "DOMAIN={{REALITY_PRIVATE_KEY}}",
        "DOMAIN=x>pwned",
        "DOMAIN=x*",
        "touch pwned",
        "$(touch pwned)=x",
        "domain=x",
        " DOMAIN=x",
        "",
        "PATH",
        "NODE_ID=n2",
        "NODE_ID=../../n1",
        "NODE_ID=",
        "REALITY_UUID=",
    ];

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task A_configuration_with_such_a_line_is_refused_and_the_old_one_stays(string line)
    {
        var (central, edge) = (installed.Central, installed.Edge);
        var before = edge.Snapshot();
        central.Script = call => call.Route == "GET /api/partner/node-config" ? new Answer(200, central.ConfigText() + line + "\nEPOCH=13\n") { EntityTag = "\"13\"" } : null;

        var refused = (await edge.AgentAsync("refresh")).Ends(7);

        Assert.Contains("the configuration is refused", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(before, edge.Snapshot());
        Assert.StartsWith(
            """{"node_id":"n1","epoch":13,"result":"failed","error":"configuration refused: """,
            central.To("POST /api/partner/node-config/applied").Last().Body,
            StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(edge.Folder, "pwned", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_configuration_beyond_the_limit_is_refused()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        await edge.InstalledAsync();
        var before = edge.Snapshot();
        central.Script = call => call.Route == "GET /api/partner/node-config" ? new Answer(200, central.ConfigText() + $"BRANDING={new string('x', 300_000)}\n") : null;

        await edge.AgentAsync("refresh");

        Assert.Equal(before, edge.Snapshot());
    }

    [Theory]
    [InlineData("SERVICE_TOKEN=stkn_$(touch pwned)")]
    [InlineData("SERVICE_TOKEN=nonsense")]
    [InlineData("DOMAIN=`touch pwned`")]
    public async Task A_registration_that_answers_so_leaves_no_identity_behind(string line)
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        central.Script = call => call.Route == "POST /api/partner/register" ? new Answer(201, central.ConfigText() + line + "\n") : null;
        edge.Environment["OXPULSE_PARTNER_TOKEN"] = Central.RegistrationToken;

        (await edge.InstallAsync()).Ends(3);

        Assert.False(File.Exists(Path.Combine(edge.Etc, "token")));
        Assert.False(File.Exists(Path.Combine(edge.Etc, "node-config.env")));
        Assert.Empty(Directory.EnumerateFiles(edge.Folder, "pwned", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("OXPULSE_REGION=$(touch pwned)")]
    [InlineData("NAIVE_PASSWORD=`touch pwned`")]
    [InlineData("touch pwned")]
    public async Task Settings_of_a_file_are_text_too(string line)
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        await edge.InstalledAsync();
        await File.AppendAllTextAsync(Path.Combine(edge.Etc, "install.env"), line + "\n");

        (await edge.AgentAsync("status")).Ends(3);

        Assert.Empty(Directory.EnumerateFiles(edge.Folder, "pwned", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_setting_that_is_not_ours_changes_nothing()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        await edge.InstalledAsync();
        await File.AppendAllTextAsync(Path.Combine(edge.Etc, "install.env"), "PATH=/nowhere\nIFS=x\n");

        (await edge.AgentAsync("report")).Ends(0);
    }

    [Theory]
    [InlineData("{\"node_id\": \"n1\", ")]
    [InlineData("{\"node_id\": \"n1\"} trailing")]
    [InlineData("{\"node_id\": 'n1'}")]
    [InlineData("not a configuration")]
    [InlineData("{\"node_id\": \"$(touch pwned)\"}")]
    public async Task A_saved_configuration_that_is_none_is_refused(string text)
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        (await edge.InstallAsync("--bake")).Ends(0);
        var saved = Path.Combine(edge.Folder, "saved.json");
        await File.WriteAllTextAsync(saved, text);

        (await edge.AgentAsync("manual-config", saved)).Ends(3);

        Assert.False(File.Exists(Path.Combine(edge.Etc, "node-config.env")));
    }

    [Fact]
    public async Task A_saved_configuration_is_read_as_the_central_writes_it()
    {
        await using var central = await Central.StartAsync();
        using var edge = new EdgeHost(central);
        (await edge.InstallAsync("--bake")).Ends(0);
        var saved = Path.Combine(edge.Folder, "saved.json");
        await File.WriteAllTextAsync(saved, """
            {"node_id": "n1", "reality_uuid":"u-1","reality_public_key":"k","backend_endpoint":"h.example:443","epoch":14,
             "reality_server_names":["a.example","b.example"],"relay_jwt_secret":null,"awg":{"jc":4,"h1":"1001"},
             "channels":[{"id":"ch1","protocol":"vless-reality","xray":{"uuid":"other"}}],"note":"two words \u0041 \"quoted\""}
            """);

        (await edge.AgentAsync("manual-config", saved)).Ends(0);

        Assert.Equal(
            ["AWG_H1=1001", "AWG_JC=4", "BACKEND_ENDPOINT=h.example:443", "EPOCH=14", "NODE_ID=n1", "REALITY_PUBLIC_KEY=k", "REALITY_SERVER_NAMES=a.example,b.example", "REALITY_UUID=u-1"],
            File.ReadAllLines(Path.Combine(edge.Etc, "node-config.env")).Order(StringComparer.Ordinal));
    }

    /// <summary>One edge for all lines: none of them changes it.</summary>
    public sealed class Installed : IAsyncLifetime
    {
        internal Central Central { get; private set; } = null!;

        internal EdgeHost Edge { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Central = await Central.StartAsync();
            Edge = new EdgeHost(Central);
            await Edge.InstalledAsync();
        }

        public async Task DisposeAsync()
        {
            Edge.Dispose();
            await Central.DisposeAsync();
        }
    }
}
