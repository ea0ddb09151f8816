using Vespid.Storage.Queries;

namespace Vespid.Gateway.SignIn;

/// <summary>A user.</summary>
internal sealed record UserAnswer(Guid Id, string Email, string? DisplayName, string? DeploymentRole, DateTimeOffset CreatedAt)
{
    internal static UserAnswer From(UserItem user) => new(user.Id, user.Email, user.DisplayName, user.DeploymentRole, user.CreatedAt);
}
