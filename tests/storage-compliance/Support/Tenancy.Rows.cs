using Vespid.Storage.Commits;

namespace Vespid.Tests.Storage.Support;

/// <summary>Tenancies in PostgreSQL.</summary>
internal sealed partial record Tenancy
{
    public static async Task<Tenancy> CreateAsync(CommitHost host)
    {
        var tenancy = new Tenancy(Sample.NextId(), Sample.NextId());
        await host.ExecuteAsync("INSERT INTO organizations (id, name) VALUES ($1, 'Org')", tenancy.Organization);
        await host.ExecuteAsync(
            "INSERT INTO channel_accounts (id, organization_id, channel_id, account_key, ingress_key) VALUES ($1, $2, 'telegram', $3, $3)",
            tenancy.Account, tenancy.Organization, tenancy.Account.ToString());
        return tenancy with
        {
            Dependencies =
            [
                new(DependencyKind.ChannelAccount, tenancy.Account, await host.ScalarAsync<long>("SELECT version FROM channel_accounts WHERE id = $1", tenancy.Account)),
                new(DependencyKind.Organization, tenancy.Organization, await host.ScalarAsync<long>("SELECT version FROM organizations WHERE id = $1", tenancy.Organization)),
            ],
        };
    }
}
