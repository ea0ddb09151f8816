using System.Text.Json.Nodes;
using Vespid.Vendors;

namespace Vespid.Tests.Integration.Support;

/// <summary>GitHub, as far as issues and comments are made there.</summary>
public sealed class FakeGitHub : FakeApi
{
    private FakeGitHub()
    {
    }

    public static string Token => "ghp_fake_token_of_the_tests";

    /// <summary>What was made: the path and what was sent.</summary>
    public Ledger<(string Path, JsonObject Body)> Made { get; } = new();

    /// <summary>Status of the next answers; 201 makes something.</summary>
    public int Status { get; set; } = 201;

    public static async Task<FakeGitHub> StartAsync()
    {
        var fake = new FakeGitHub();
        await fake.ListenOnAsync(0);
        return fake;
    }

    protected override ApiAnswer Answer(ApiCall call)
    {
        if (call.Header("authorization") != "Bearer " + Token)
            return new(401, new JsonObject { ["message"] = "Bad credentials" });
        if (Status != 201)
            return new(Status, new JsonObject { ["message"] = "scripted" });
        Made.Add(_ => (call.Path, call.Json));
        return new(201, new JsonObject { ["number"] = Made.Count, ["html_url"] = $"https://github.example/acme/site/issues/{Made.Count}" });
    }
}
