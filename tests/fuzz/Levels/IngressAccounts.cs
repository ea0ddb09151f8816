using Vespid.Channels;
using Vespid.Silo.Smoke;
using Vespid.Tests.Channels;
using Vespid.Tests.Fuzz.Checks;
using Vespid.Tests.Fuzz.Hosting;

namespace Vespid.Tests.Fuzz.Levels;

/// <summary>An account for each kind of secret of each channel, and one without for each channel.</summary>
internal sealed class IngressAccounts : IDisposable
{
    public const string Secret = Planted.Mark + "-of-an-account";
    private readonly List<Tenant> _tenants = [];

    /// <summary>With a secret: what signs for it, and where it takes messages.</summary>
    public List<(ChannelForm Form, string Key, string Path)> Signed { get; } = [];

    /// <summary>Without one: whoever comes is asked to pair.</summary>
    public List<(string Channel, string Key, string Path)> Unsigned { get; } = [];

    public static async Task<IngressAccounts> MakeAsync(FuzzHost host, IReadOnlyList<ChannelForm> forms)
    {
        var accounts = new IngressAccounts();
        var quiet = await accounts.TenantAsync(host, "quiet");
        for (var i = 0; i < forms.Count; i++)
        {
            // The channel's own adapter answers at the ingress, whatever the form is made to try.
            if (forms[i].Adapter is GenericAdapter)
                continue;
            var (_, path) = await quiet.AddAccountAsync(
                forms[i].Adapter.Descriptor.Id, $"signed-{i}", open: true, (forms[i].SecretName, forms[i].Stored(Secret)));
            accounts.Signed.Add((forms[i], $"signed-{i}", path));
        }

        var answering = await accounts.TenantAsync(host, "answering");
        await answering.CallAsync(HttpMethod.Patch, "", new System.Text.Json.Nodes.JsonObject { ["agentKind"] = "echo" });
        foreach (var channel in ChannelCatalog.All)
        {
            var (_, path) = await answering.AddAccountAsync(channel.Id, "unsigned", open: channel.Id is "telegram" or "webchat");
            accounts.Unsigned.Add((channel.Id, "unsigned", path));
        }

        return accounts;
    }

    /// <summary>After all: each channel takes a good message, on an account with a secret.</summary>
    public async Task<IReadOnlyList<string>> FaultsOfHappyPathAsync(FuzzHost host)
    {
        var faults = new List<string>();
        using var tenant = await Tenant.SignUpAsync(host, "after@example.com");
        foreach (var channel in ChannelCatalog.All)
        {
            await tenant.AddAccountAsync(channel.Id, "after", open: true);
            var answer = await tenant.IngressAsync($"/ingress/channels/{channel.Id}/after", System.Text.Json.Nodes.JsonNode.Parse(SmokeBodies.Happy(channel.Id, "after-1"))!);
            if ((string?)answer["reason"] != "accepted")
                faults.Add($"{channel.Id} afterwards: {answer.ToJsonString()}");
        }

        return faults;
    }

    public void Dispose() => _tenants.ForEach(tenant => tenant.Dispose());

    private async Task<Tenant> TenantAsync(FuzzHost host, string name)
    {
        var tenant = await Tenant.SignUpAsync(host, $"{name}@example.com");
        _tenants.Add(tenant);
        return tenant;
    }
}
