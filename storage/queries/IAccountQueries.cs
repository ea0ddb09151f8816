namespace Vespid.Storage.Queries;

/// <summary>Channel accounts and what belongs to them. Each call reads one organisation under a database role that sees no other.</summary>
public interface IAccountQueries
{
    /// <summary>Newest change first.</summary>
    Task<Page<AccountItem>> ListAsync(Guid organizationId, string? channelId, PageRequest page, CancellationToken cancellationToken = default);

    Task<AccountItem?> GetAsync(Guid organizationId, Guid accountId, CancellationToken cancellationToken = default);

    Task<AccountStatus?> StatusAsync(Guid organizationId, Guid accountId, CancellationToken cancellationToken = default);

    /// <summary>Sorted by scope, then subject.</summary>
    Task<Page<AllowlistItem>> AllowlistAsync(Guid organizationId, Guid accountId, string? scope, PageRequest page, CancellationToken cancellationToken = default);

    Task<AllowlistItem?> AllowlistEntryAsync(Guid organizationId, Guid accountId, string scope, string subject, CancellationToken cancellationToken = default);

    /// <summary>Sorted by name, at most 200.</summary>
    Task<IReadOnlyList<SecretItem>> SecretsAsync(Guid organizationId, Guid accountId, CancellationToken cancellationToken = default);
}
