using Microsoft.AspNetCore.Http;
using Vespid.GrainInterfaces.Control;

namespace Vespid.Gateway.Access;

/// <summary>Who may call an endpoint; stands in its metadata.</summary>
internal abstract record AccessRule
{
    /// <summary>Refuses, or leaves what it found out in the request's features.</summary>
    public abstract ValueTask<Refusal?> CheckAsync(HttpContext context);
}
