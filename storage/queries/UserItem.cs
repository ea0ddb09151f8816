namespace Vespid.Storage.Queries;

/// <summary>A user with the hash of the password.</summary>
public sealed record UserItem(
    Guid Id, string Email, string? DisplayName, string PasswordHash, string? DeploymentRole, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public override string ToString() => $"user {Id}";
}
