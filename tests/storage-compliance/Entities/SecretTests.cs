using Microsoft.Extensions.Options;
using Vespid.Storage.Commits;
using Vespid.Storage.Entities;
using Vespid.Storage.Queries;
using Vespid.Storage.Secrets;
using Vespid.Storage.Snapshots;
using Vespid.Tests.Storage.Entities.Support;

namespace Vespid.Tests.Storage.Entities;

[Collection(EntityStore.Collection)]
public sealed class SecretTests(EntityStore store)
{
    private static readonly byte[] NextKek = [.. Enumerable.Range(100, 32).Select(i => (byte)i)];
    private static readonly SecretPurpose Purpose = SecretPurpose.OfAccount(Guid.Empty, Guid.Empty, "token");

    private ISecretProtector Protector => store.Get<ISecretProtector>();

    [Theory]
    [InlineData("")]
    [InlineData("xoxb-123")]
    [InlineData("pässwörd ✓ 🐝")]
    public void A_value_opens_again_and_packing_loses_nothing(string value)
    {
        var secret = Protector.Seal(value, Purpose);
        Assert.Equal(value, Protector.Open(secret, Purpose));
        Assert.Equal(value, Protector.Open(SealedSecret.Unpack(secret.Pack()), Purpose));
    }

    [Fact]
    public void Equal_values_never_look_equal()
    {
        var (first, second) = (Protector.Seal("same", Purpose), Protector.Seal("same", Purpose));
        Assert.NotEqual(first.Value.Ciphertext, second.Value.Ciphertext);
        Assert.NotEqual(first.DataKey.Ciphertext, second.DataKey.Ciphertext);
        Assert.DoesNotContain("same", first.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_that_was_moved_altered_or_whose_key_is_lost_is_unreadable()
    {
        var secret = Protector.Seal("value", Purpose);
        Assert.Throws<SecretUnreadableException>(() => Protector.Open(secret, SecretPurpose.OfAccount(Guid.Empty, Guid.Empty, "other")));
        Assert.Throws<SecretUnreadableException>(() => New("k2", NextKek).Open(secret, Purpose));
        Assert.Throws<SecretUnreadableException>(() => New("dev-kek-v1", NextKek).Open(secret, Purpose));
        secret.Value.Ciphertext[0] ^= 1;
        Assert.Throws<SecretUnreadableException>(() => Protector.Open(secret, Purpose));
        Assert.Throws<SecretUnreadableException>(() => SealedSecret.Unpack([1, 0, 0, 0, 9, 1]));
        Assert.Throws<SecretUnreadableException>(() => SealedSecret.Unpack([]));
    }

    [Fact]
    public void Without_a_key_nothing_is_sealed_and_a_key_of_another_size_is_refused()
    {
        var keyless = new EnvelopeSecretProtector(Options.Create(new SecretsOptions()));
        Assert.False(keyless.IsConfigured);
        Assert.Throws<SecretsNotConfiguredException>(() => keyless.Seal("value", Purpose));
        Assert.Throws<ArgumentException>(() => New("short", new byte[16]));
    }

    [Fact]
    public void A_wrapped_anew_secret_needs_only_the_new_key()
    {
        var secret = Protector.Seal("value", Purpose);
        var rotating = New("k2", NextKek, ("dev-kek-v1", EntityStore.Kek));
        Assert.Equal("value", rotating.Open(secret, Purpose));
        var rewrapped = rotating.Rewrap(secret, Purpose)!;
        Assert.Equal("value", New("k2", NextKek).Open(rewrapped, Purpose));
        Assert.Equal(secret.Value, rewrapped.Value);
        Assert.Null(rotating.Rewrap(rewrapped, Purpose));
    }

    [Fact]
    public async Task A_rotated_secret_verifies_with_both_values_until_the_overlap_ends()
    {
        var tenant = await Tenant.CreateAsync(store);
        var account = await tenant.AddAccountAsync();
        await PutAsync(tenant, account.Id, "one", null);
        var rejected = await Assert.ThrowsAsync<CommitRejectedException>(() => PutAsync(tenant, account.Id, "again", null));
        Assert.Equal("channel_account_secrets_name", rejected.Constraint);

        await PutAsync(tenant, account.Id, "two", TimeSpan.FromMinutes(10));
        Assert.Equal(["two", "one"], await ValuesAsync(account.Id));
        await PutAsync(tenant, account.Id, "three", TimeSpan.FromMinutes(10));
        Assert.Equal(["three", "two"], await ValuesAsync(account.Id));
        var listed = Assert.Single(await store.Get<IAccountQueries>().SecretsAsync(tenant.Id, account.Id));
        Assert.NotNull(listed.PreviousRetiresAt);

        await store.ExecuteAsync("UPDATE channel_account_secrets SET retires_at = now() - interval '1 s' WHERE account_id = $1 AND retires_at IS NOT NULL", account.Id);
        Assert.Equal(["three"], await ValuesAsync(account.Id));
        await PutAsync(tenant, account.Id, "four", TimeSpan.Zero);
        Assert.Equal(["four"], await ValuesAsync(account.Id));
        Assert.Equal(1L, await store.ScalarAsync<long>("SELECT count(*) FROM channel_account_secrets WHERE account_id = $1", account.Id));
    }

    [Fact]
    public async Task Deleting_a_secret_takes_all_its_values_and_a_stranger_can_neither_put_nor_delete()
    {
        var (tenant, other) = (await Tenant.CreateAsync(store), await Tenant.CreateAsync(store));
        var account = await tenant.AddAccountAsync();
        await PutAsync(tenant, account.Id, "one", null);
        await PutAsync(tenant, account.Id, "two", TimeSpan.FromMinutes(10));
        Assert.Equal(CommitStatus.Missed, await store.TryAsync(Row(other, account.Id, "three", TimeSpan.Zero)));
        Assert.Equal(CommitStatus.Missed, await store.TryAsync(new SecretDelete(other.Id, account.Id, "token")));
        await store.ApplyAsync(new SecretDelete(tenant.Id, account.Id, "token"));
        Assert.Equal(0L, await store.ScalarAsync<long>("SELECT count(*) FROM channel_account_secrets WHERE account_id = $1", account.Id));
        Assert.Equal(CommitStatus.Missed, await store.TryAsync(new SecretDelete(tenant.Id, account.Id, "token")));
    }

    [Fact]
    public async Task A_rotation_of_the_key_wraps_every_stored_secret_anew_and_counts_what_is_lost()
    {
        var tenant = await Tenant.CreateAsync(store);
        var account = await tenant.AddAccountAsync();
        await PutAsync(tenant, account.Id, "value", null);
        var agent = SecretPurpose.OfAgent(tenant.Id);
        await store.ApplyAsync(new OrganizationChange(tenant.Id) { AgentSecret = Protector.Seal("agent", agent).Pack() });
        var lost = Row(tenant, account.Id, "lost", null) with { Name = "lost", Value = New("gone", NextKek).Seal("x", Purpose) };
        await store.ApplyAsync(lost);

        var next = New("k2", NextKek, ("dev-kek-v1", EntityStore.Kek));
        var result = await new SecretRotation(store.Database, next, store.Commits, TimeProvider.System).RewrapAsync();
        Assert.True(result.Rewrapped >= 2, $"{result.Rewrapped} secrets were wrapped anew");
        Assert.Equal(1, result.Unreadable);
        var packed = (await store.Get<IRuntimeQueries>().AgentAsync(tenant.Id))!.PackedSecret!;
        Assert.Equal("agent", New("k2", NextKek).Open(SealedSecret.Unpack(packed), agent));
        var names = await store.Get<IAccountQueries>().SecretsAsync(tenant.Id, account.Id);
        Assert.Equal([("lost", "gone"), ("token", "k2")], names.Select(item => (item.Name, item.KekId)));
        await store.ApplyAsync(new SecretDelete(tenant.Id, account.Id, "lost"));

        var back = New("dev-kek-v1", EntityStore.Kek, ("k2", NextKek));
        Assert.Equal(0, (await new SecretRotation(store.Database, back, store.Commits, TimeProvider.System).RewrapAsync()).Unreadable);
        Assert.Equal(["value"], await ValuesAsync(account.Id));
    }

    [Fact]
    public async Task A_lost_key_leaves_the_account_readable_and_names_the_secret()
    {
        var tenant = await Tenant.CreateAsync(store);
        var account = await tenant.AddAccountAsync();
        await PutAsync(tenant, account.Id, "value", null);
        await store.ApplyAsync(Row(tenant, account.Id, "x", null) with { Name = "other", Value = New("gone", NextKek).Seal("x", Purpose) });
        var snapshot = (await store.Get<IAccountDirectory>().GetAsync(account.Id, Freshness.Reload))!;
        Assert.Equal<string>(["other"], snapshot.UnreadableSecrets);
        Assert.Equal<string>(["token"], snapshot.Secrets.Keys);
        await store.ApplyAsync(new SecretDelete(tenant.Id, account.Id, "other"));
    }

    private static EnvelopeSecretProtector New(string id, byte[] kek, params (string Id, byte[] Kek)[] previous)
    {
        var options = new SecretsOptions { KekId = id, Kek = kek };
        foreach (var (name, value) in previous)
            options.PreviousKeks.Add(name, value);
        return new EnvelopeSecretProtector(Options.Create(options));
    }

    private SecretPut Row(Tenant tenant, Guid accountId, string value, TimeSpan? overlap) => new(
        Tenant.NextId(), tenant.Id, accountId, "token", Protector.Seal(value, SecretPurpose.OfAccount(tenant.Id, accountId, "token")), overlap, tenant.OwnerId);

    private Task PutAsync(Tenant tenant, Guid accountId, string value, TimeSpan? overlap) => store.ApplyAsync(Row(tenant, accountId, value, overlap));

    private async Task<IEnumerable<string>> ValuesAsync(Guid accountId) =>
        (await store.Get<IAccountDirectory>().GetAsync(accountId, Freshness.Reload))!.Secrets["token"];
}
