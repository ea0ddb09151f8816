using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Vespid.Storage.ChatOps;
using Vespid.Storage.Commits;
using Vespid.Storage.Deployments;
using Vespid.Storage.Edges;
using Vespid.Storage.Entities;
using Vespid.Storage.Feed;
using Vespid.Storage.Flags;
using Vespid.Storage.Messages;
using Vespid.Storage.Queries;
using Vespid.Storage.Restore;
using Vespid.Storage.Secrets;
using Vespid.Storage.Snapshots;
using Vespid.Storage.Work;

namespace Vespid.Storage;

/// <summary>Puts what stands on the storage core into a host.</summary>
public static class EntitiesHosting
{
    /// <summary>
    /// Adds the entity writers, secrets, account directory, work queue, queries and change feed. Needs
    /// <see cref="StorageHosting.AddVespidStorage"/>, before it, since the listener starts after the storage.
    /// </summary>
    public static IServiceCollection AddVespidEntities(this IServiceCollection services, Action<SecretsOptions> configure)
    {
        services.Configure(configure);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<ISecretProtector, EnvelopeSecretProtector>();
        services.AddSingleton<ISecretRotation, SecretRotation>();
        services.AddSingleton<AccountCache>();
        services.AddSingleton<IAccountLoader, AccountLoader>();
        services.AddSingleton<IAccountDirectory, AccountDirectory>();
        services.AddHostedService<EntityListener>();
        services.AddSingleton<IWorkQueue, WorkQueue>();
        services.AddSingleton<IStoredMessages, StoredMessages>();
        services.AddSingleton<FlagStore>();
        services.AddSingleton<DeploymentStore>();
        services.AddSingleton<IEdgeStore, EdgeStore>();
        services.AddSingleton<IEdgeDirectory, EdgeDirectory>();
        services.AddSingleton<IAlertStore, AlertStore>();
        return services.AddVespidQueries().AddWriters();
    }

    /// <summary>Adds the queries and the change feed alone: for a process that only shows lists.</summary>
    public static IServiceCollection AddVespidQueries(this IServiceCollection services)
    {
        services.TryAddSingleton<TenantReader>();
        services.TryAddSingleton<IAccountQueries, AccountQueries>();
        services.TryAddSingleton<IPairingQueries, PairingQueries>();
        services.TryAddSingleton<IWorkflowQueries, WorkflowQueries>();
        services.TryAddSingleton<IMessageQueries, MessageQueries>();
        services.TryAddSingleton<IOutboxQueries, OutboxQueries>();
        services.TryAddSingleton<ISessionQueries, SessionQueries>();
        services.TryAddSingleton<IOrganizationQueries, OrganizationQueries>();
        services.TryAddSingleton<IIdentityQueries, IdentityQueries>();
        services.TryAddSingleton<IRuntimeQueries, RuntimeQueries>();
        services.TryAddSingleton<FleetReader>();
        services.TryAddSingleton<IEdgeQueries, EdgeQueries>();
        services.TryAddSingleton<IAlertQueries, AlertQueries>();
        services.TryAddSingleton<IChangeFeed, ChangeFeed>();
        services.TryAddSingleton<IChatStore, ChatStore>();
        services.TryAddSingleton<IChatQueries, ChatQueries>();
        services.TryAddSingleton<IRestoreHolds, RestoreHolds>();
        return services;
    }

    private static IServiceCollection AddWriters(this IServiceCollection services) => services
        .AddSingleton<ISoloWriter, UserInsertWriter>()
        .AddSingleton<ISoloWriter, UserPasswordChangeWriter>()
        .AddSingleton<ISoloWriter, OrganizationInsertWriter>()
        .AddSingleton<ISoloWriter, OrganizationChangeWriter>()
        .AddSingleton<ISoloWriter, MembershipInsertWriter>()
        .AddSingleton<ISoloWriter, MembershipRoleChangeWriter>()
        .AddSingleton<ISoloWriter, MembershipDeleteWriter>()
        .AddSingleton<ISoloWriter, AuthSessionInsertWriter>()
        .AddSingleton<ISoloWriter, AuthSessionRotateWriter>()
        .AddSingleton<ISoloWriter, AuthSessionRevokeWriter>()
        .AddSingleton<ISoloWriter, WorkerTokenInsertWriter>()
        .AddSingleton<ISoloWriter, WorkerTokenRevokeWriter>()
        .AddSingleton<ISoloWriter, AccountInsertWriter>()
        .AddSingleton<ISoloWriter, AccountChangeWriter>()
        .AddSingleton<ISoloWriter, AccountStatusNoteWriter>()
        .AddSingleton<ISoloWriter, AccountDeleteWriter>()
        .AddSingleton<ISoloWriter, AccountPurgeWriter>()
        .AddSingleton<ISoloWriter, AllowlistPutWriter>()
        .AddSingleton<ISoloWriter, AllowlistDeleteWriter>()
        .AddSingleton<ISoloWriter, PairingDecisionWriter>()
        .AddSingleton<ISoloWriter, PairingExpireWriter>()
        .AddSingleton<ISoloWriter, SecretPutWriter>()
        .AddSingleton<ISoloWriter, SecretDeleteWriter>()
        .AddSingleton<ISoloWriter, SecretRewrapWriter>()
        .AddSingleton<ISoloWriter, WorkflowInsertWriter>()
        .AddSingleton<ISoloWriter, WorkflowChangeWriter>()
        .AddSingleton<ISoloWriter, WorkflowPublishWriter>()
        .AddSingleton<ISoloWriter, OutboxRedriveWriter>()
        .AddSingleton<ISoloWriter, OutboxPurgeWriter>()
        .AddSingleton<ISoloWriter, OutboxCancelWriter>()
        .AddSingleton<ISoloWriter, FlagPutWriter>()
        .AddSingleton<ISoloWriter, PartnerInsertWriter>()
        .AddSingleton<ISoloWriter, PartnerChangeWriter>()
        .AddSingleton<ISoloWriter, RegistrationTokenInsertWriter>()
        .AddSingleton<ISoloWriter, RegistrationTokenRevokeWriter>()
        .AddSingleton<ISoloWriter, RegistrationTokenRedeemWriter>()
        .AddSingleton<ISoloWriter, RegistrationAnswersForgetWriter>()
        .AddSingleton<ISoloWriter, EdgeDomainClaimWriter>()
        .AddSingleton<ISoloWriter, EdgeInsertWriter>()
        .AddSingleton<ISoloWriter, EdgeReattachWriter>()
        .AddSingleton<ISoloWriter, EdgeTokenRotateWriter>()
        .AddSingleton<ISoloWriter, EdgeHoldWriter>()
        .AddSingleton<ISoloWriter, EdgeIdentityPermitWriter>()
        .AddSingleton<ISoloWriter, EdgeRetireWriter>()
        .AddSingleton<ISoloWriter, EdgesSeenWriter>()
        .AddSingleton<ISoloWriter, EdgeConfigInsertWriter>()
        .AddSingleton<ISoloWriter, EdgeConfigMarkWriter>()
        .AddSingleton<ISoloWriter, EdgeCatalogPutWriter>()
        .AddSingleton<ISoloWriter, EdgeHistoryPurgeWriter>()
        .AddSingleton<ISoloWriter, AlertAccountingWriter>()
        .AddSingleton<ISoloWriter, ReceiverPutWriter>()
        .AddSingleton<ISoloWriter, ReceiverDeleteWriter>()
        .AddSingleton<ISoloWriter, ReceiverStatusNoteWriter>()
        .AddSingleton<ISoloWriter, ReceiverNudgeWriter>()
        .AddSingleton<ISoloWriter, SilenceInsertWriter>()
        .AddSingleton<ISoloWriter, SilenceEndWriter>()
        .AddSingleton<ISoloWriter, AckInsertWriter>()
        .AddSingleton<ISoloWriter, ChatRoomPutWriter>()
        .AddSingleton<ISoloWriter, ChatBindingInsertWriter>()
        .AddSingleton<ISoloWriter, ChatBindingConflictWriter>()
        .AddSingleton<ISoloWriter, ChatBindingConfigureWriter>()
        .AddSingleton<ISoloWriter, ChatBindingStatusWriter>()
        .AddSingleton<ISoloWriter, ChatBindingsResumeWriter>()
        .AddSingleton<ISoloWriter, ChatBindingMoveWriter>()
        .AddSingleton<ISoloWriter, ChatBindingRekeyWriter>()
        .AddSingleton<ISoloWriter, ChatBindingDeleteWriter>()
        .AddSingleton<ISoloWriter, ChatBindingProbePutWriter>()
        .AddSingleton<ISoloWriter, ChatBindingWebhookWriter>()
        .AddSingleton<ISoloWriter, ChatConflictsSettleWriter>()
        .AddSingleton<ISoloWriter, ChatRoomHoldWriter>()
        .AddSingleton<ISoloWriter, ChatInstanceNoteWriter>()
        .AddSingleton<ISoloWriter, ChatUnboundNoteWriter>()
        .AddSingleton<ISoloWriter, ChatUnboundNoticeWriter>()
        .AddSingleton<ISoloWriter, ChatMessageInsertWriter>()
        .AddSingleton<ISoloWriter, ChatCopiesInsertWriter>()
        .AddSingleton<ISoloWriter, ChatCopyMarkWriter>()
        .AddSingleton<ISoloWriter, ChatCopyWithdrawnWriter>()
        .AddSingleton<ISoloWriter, ChatMessageEditWriter>()
        .AddSingleton<ISoloWriter, ChatMessageDeleteWriter>()
        .AddSingleton<ISoloWriter, ChatHistoryPurgeWriter>()
        .AddSingleton<ISoloWriter, ChatActionPutWriter>()
        .AddSingleton<ISoloWriter, ChatActionEndWriter>()
        .AddSingleton<ISoloWriter, ChatRunInsertWriter>()
        .AddSingleton<ISoloWriter, ChatRunStartWriter>()
        .AddSingleton<ISoloWriter, ChatRunCancelWriter>()
        .AddSingleton<ISoloWriter, ChatRunEndWriter>()
        .AddSingleton<ISoloWriter, ChatApprovalInsertWriter>()
        .AddSingleton<ISoloWriter, ChatApprovalDecideWriter>()
        .AddSingleton<ISoloWriter, ChatApprovalExpireWriter>();
}
