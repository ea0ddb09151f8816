using System.Reflection;
using Microsoft.AspNetCore.Http;
using Vespid.Gateway.Http;
using Vespid.GrainInterfaces.Control;

namespace Vespid.Gateway.Access;

/// <summary>The signed-in user of a request.</summary>
/// <param name="UserId">User.</param>
/// <param name="SessionId">Sign-in.</param>
/// <param name="ByCookie">Proven by the cookie, not by a bearer token.</param>
/// <param name="RemoteAddress">Where from.</param>
internal sealed record Caller(Guid UserId, Guid SessionId, bool ByCookie, string? RemoteAddress) : IBindableFromHttpContext<Caller>
{
    public Actor Actor => new("user", UserId.ToString(), RemoteAddress);

    public static ValueTask<Caller?> BindAsync(HttpContext context, ParameterInfo parameter) => ValueTask.FromResult(context.Features.Get<Caller>());

    /// <summary>Somebody who is not signed in yet.</summary>
    public static Actor Anonymous(HttpContext context, string what) => new("system", what, ClientAddress.Of(context));
}
