using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using Vespid.Channels;
using Vespid.GrainInterfaces.Channels;
using Vespid.GrainInterfaces.Control;
using Vespid.GrainInterfaces.Determinism;
using Vespid.Grains.Audit;
using Vespid.Grains.Delivery;
using Vespid.Grains.Runtime;
using Vespid.Storage.Commits;
using Vespid.Storage.Entities;
using Vespid.Storage.Queries;
using Vespid.Storage.Secrets;
using Vespid.Storage.Snapshots;

namespace Vespid.Grains.Channels;

internal sealed class ChannelAccountGrain(
    ControlCommits commits,
    AuditTrail audit,
    IAccountQueries accounts,
    IPairingQueries pairings,
    IAccountDirectory directory,
    ISecretProtector protector,
    TestSends testSends,
    IRuntimeFlags flags,
    IOptions<ChannelRuntimeOptions> options,
    IIdSource ids,
    IChance chance) : Grain, IChannelAccountGrain
{
    private const string Kind = "channel_account";

    /// <summary>Rows of history that one statement removes.</summary>
    private const int RowsAtOnce = 5_000;

    private Guid Id => this.GetPrimaryKey();

    public async Task<Refusal?> Create(Guid organizationId, CreateAccount command, Actor actor)
    {
        if (!ChannelCatalog.TryGet(command.ChannelId, out var channel))
            return Refusal.BadRequest("Some fields are not valid.", new Dictionary<string, string> { ["channelId"] = "is not one of the channels of /v1/meta/channels" });
        if ((AccountRules.Check(command) ?? AccountRules.CheckSettings(command.Metadata, channel)) is { } refusal)
            return refusal;

        var row = new AccountInsert(
            Id, organizationId, channel.Id, command.AccountKey.Trim(), Tokens.New("ink_", chance), command.DisplayName, command.Enabled ?? true, "stopped",
            command.DmPolicy ?? channel.DefaultDmPolicy, command.GroupPolicy ?? "allowlist",
            command.RequireMentionInGroup ?? channel.DefaultRequireMentionInGroup, command.WebhookUrl, command.Metadata ?? "{}", actor.UserId);
        try
        {
            await commits.CommitAsync(
                organizationId,
                row,
                audit.Of(organizationId, actor, "channel.account.created", Kind, Id.ToString(), ("channelId", channel.Id), ("accountKey", row.AccountKey)));
        }
        catch (CommitRejectedException fault) when (fault.Constraint == "channel_accounts_claim")
        {
            return Refusal.Conflict("CHANNEL_ACCOUNT_EXISTS", $"{channel.Id}/{row.AccountKey} is taken.");
        }

        directory.Invalidate(Id);
        return null;
    }

    public async Task<Refusal?> Change(Guid organizationId, ChangeAccount command, Actor actor)
    {
        if (AccountRules.Check(command) is { } refusal)
            return refusal;
        if (await accounts.GetAsync(organizationId, Id) is not { } stored)
            return Refusal.NotFound("Channel account");
        if (AccountRules.CheckSettings(command.Metadata.Value, ChannelCatalog.Get(stored.ChannelId)) is { } setting)
            return setting;

        var metadata = command.Metadata;
        if (metadata is { IsSet: true, Value: { } next })
            metadata = AccountRules.Unmask(next, stored.Metadata);
        return await CommitAsync(
            organizationId,
            "channel.account.changed",
            actor,
            [
                new AccountChange(Id, organizationId, actor.UserId)
                {
                    DisplayName = command.DisplayName,
                    Enabled = command.Enabled,
                    DmPolicy = command.DmPolicy,
                    GroupPolicy = command.GroupPolicy,
                    RequireMentionInGroup = command.RequireMentionInGroup,
                    WebhookUrl = command.WebhookUrl,
                    Metadata = metadata,
                    Status = command.Status,
                    LastError = command.LastError,
                },
            ],
            Changed(command));
    }

    /// <remarks>A long history goes in parts first, so that no statement is long; new messages meet a disabled account meanwhile.</remarks>
    public async Task<Refusal?> Delete(Guid organizationId, Actor actor)
    {
        if (await CommitAsync(organizationId, "channel.account.deleting", actor, [new AccountChange(Id, organizationId, actor.UserId) { Enabled = false }]) is { } refusal)
            return refusal;
        while (await commits.CommitAsync(organizationId, new AccountPurge(Id, organizationId, RowsAtOnce)) == CommitStatus.Applied)
        {
            // Until nothing is left.
        }

        return await CommitAsync(organizationId, "channel.account.deleted", actor, [new AccountDelete(Id, organizationId)]);
    }

    public Task<Refusal?> Act(Guid organizationId, string action, Actor actor)
    {
        if (!AccountRules.Actions.Contains(action))
            return Task.FromResult<Refusal?>(Refusal.BadRequest($"The action must be one of {string.Join(", ", AccountRules.Actions)}."));
        var status = AccountRules.StatusAfter(action);
        return CommitAsync(
            organizationId,
            "channel.account." + action,
            actor,
            [
                new AccountChange(Id, organizationId, actor.UserId)
                {
                    Status = status,
                    LastError = status == "running" ? Change<string>.To(null) : default,
                },
            ],
            ("status", status));
    }

    public Task<Refusal?> Allow(Guid organizationId, string scope, string subject, Actor actor) =>
        CommitAsync(
            organizationId,
            "channel.allowlist.added",
            actor,
            [new AllowlistPut(ids.NewId(), organizationId, Id, scope, subject, actor.UserId)],
            ("scope", scope),
            ("subject", subject));

    public Task<Refusal?> Disallow(Guid organizationId, string scope, string subject, Actor actor) =>
        CommitAsync(
            organizationId,
            "channel.allowlist.removed",
            actor,
            [new AllowlistDelete(organizationId, Id, scope, subject)],
            ("scope", scope),
            ("subject", subject));

    public async Task<Refusal?> DecidePairing(Guid organizationId, Guid requestId, bool approve, Actor actor)
    {
        if (await pairings.GetAsync(organizationId, requestId) is not { } request || request.AccountId != Id)
            return Refusal.NotFound("Pairing request");
        var decision = approve ? "approved" : "rejected";
        if (PairingRules.Refuse(request.Status, decision) is { } refusal)
            return refusal;
        if (request.Status == decision)
            return null;

        ImmutableArray<CommitRow> rows =
        [
            new PairingDecision(requestId, Id, organizationId, decision, actor.UserId),
            .. approve ? [new AllowlistPut(ids.NewId(), organizationId, Id, request.Scope, request.RequesterId, actor.UserId)] : ImmutableArray<CommitRow>.Empty,
            audit.Of(organizationId, actor, "pairing." + decision, "pairing_request", requestId.ToString(), ("requesterId", request.RequesterId)),
        ];
        if (await commits.CommitAsync(organizationId, rows) == CommitStatus.Applied)
        {
            directory.Invalidate(Id);
            return null;
        }

        // Somebody else decided it, or its time ran out, since it was read.
        var now = await pairings.GetAsync(organizationId, requestId);
        return now is null ? Refusal.NotFound("Pairing request") : PairingRules.Refuse(now.Status, decision);
    }

    public async Task<Outcome<Guid>> AddSecret(Guid organizationId, string name, string value, Actor actor)
    {
        var id = ids.NewId();
        return await PutSecretAsync(id, organizationId, name, value, overlap: null, "channel.secret.added", actor) is { } refusal ? refusal : id;
    }

    public async Task<Refusal?> RotateSecret(Guid organizationId, string name, string value, TimeSpan overlap, Actor actor) =>
        (await accounts.SecretsAsync(organizationId, Id)).Any(secret => secret.Name == name)
            ? await PutSecretAsync(ids.NewId(), organizationId, name, value, overlap, "channel.secret.rotated", actor)
            : Refusal.NotFound("Secret");

    public Task<Refusal?> RemoveSecret(Guid organizationId, string name, Actor actor) =>
        CommitAsync(organizationId, "channel.secret.removed", actor, [new SecretDelete(organizationId, Id, name)], ("name", name));

    public async Task<Outcome<TestSendResult>> TestSend(Guid organizationId, string conversationId, string text, string? replyToProviderMessageId, Actor actor)
    {
        if (await directory.GetAsync(Id, Freshness.Reload) is not { } account || account.Organization.Id != organizationId)
            return Refusal.NotFound("Channel account");
        if (!flags.IsChannelEnabled(account.ChannelId) || !account.Organization.ChannelRuntimeEnabled)
            return new TestSendResult(false, "channel_disabled", 0, null, "CHANNEL_DISABLED");
        if (!account.Enabled)
            return new TestSendResult(false, "account_unavailable", 0, null, "ACCOUNT_UNAVAILABLE");

        var rows = OutboundEntries.Text(
            new OutboundText(OutboundEntries.Test, organizationId, Id, conversationId, text, replyToProviderMessageId),
            ChannelCatalog.Get(account.ChannelId),
            options.Value.OutboundTimeToLive,
            ids);
        await commits.CommitAsync(
            organizationId, [.. rows, audit.Of(organizationId, actor, "channel.test_send", Kind, Id.ToString(), ("conversationId", conversationId))]);
        return await testSends.WaitAsync(organizationId, rows[^1].Id);
    }

    private async Task<Refusal?> PutSecretAsync(Guid id, Guid organizationId, string name, string value, TimeSpan? overlap, string action, Actor actor)
    {
        if (string.IsNullOrWhiteSpace(value))
            return new Refusal(RefusalKind.BadRequest, "SECRET_VALUE_REQUIRED", "The value must not be blank.");
        if (!protector.IsConfigured)
            return Refusal.Unavailable("SECRETS_NOT_CONFIGURED", "Set SECRETS_KEK_BASE64 to store secrets.");
        try
        {
            var sealedValue = protector.Seal(value, SecretPurpose.OfAccount(organizationId, Id, name));
            return await CommitAsync(
                organizationId, action, actor, [new SecretPut(id, organizationId, Id, name, sealedValue, overlap, actor.UserId)], ("name", name));
        }
        catch (CommitRejectedException fault) when (fault.Constraint == "channel_account_secrets_name")
        {
            return Refusal.Conflict("SECRET_ALREADY_EXISTS", $"The account has a secret {name} already; rotate it instead.");
        }
    }

    private async Task<Refusal?> CommitAsync(
        Guid organizationId, string action, Actor actor, ImmutableArray<CommitRow> rows, params (string Field, object? Value)[] to)
    {
        var status = await commits.CommitAsync(organizationId, [.. rows, audit.Of(organizationId, actor, action, Kind, Id.ToString(), to)]);
        directory.Invalidate(Id);
        return status == CommitStatus.Applied ? null : Refusal.NotFound("Channel account, or what you name of it,");
    }

    /// <summary>What was set, for the trail; metadata may hold secrets, so only that it changed.</summary>
    private static (string Field, object? Value)[] Changed(ChangeAccount command) =>
    [
        .. new (string Field, bool IsSet, object? Value)[]
        {
            ("displayName", command.DisplayName.IsSet, command.DisplayName.Value),
            ("enabled", command.Enabled.IsSet, command.Enabled.Value),
            ("dmPolicy", command.DmPolicy.IsSet, command.DmPolicy.Value),
            ("groupPolicy", command.GroupPolicy.IsSet, command.GroupPolicy.Value),
            ("requireMentionInGroup", command.RequireMentionInGroup.IsSet, command.RequireMentionInGroup.Value),
            ("webhookUrl", command.WebhookUrl.IsSet, AccountRules.Mask),
            ("metadata", command.Metadata.IsSet, AccountRules.Mask),
            ("status", command.Status.IsSet, command.Status.Value),
            ("lastError", command.LastError.IsSet, command.LastError.Value),
        }.Where(change => change.IsSet).Select(change => (change.Field, change.Value)),
    ];
}
