using Microsoft.AspNetCore.Http;
using Vespid.Gateway.Http;
using Vespid.GrainInterfaces.Control;

namespace Vespid.Gateway.Standby;

/// <summary>503 when no process can take a request, under the code that its route has for that.</summary>
internal static class WriterRefusals
{
    private static readonly Refusal NoActiveWriter = Refusal.Unavailable("NO_ACTIVE_WRITER", "No process is active at the moment. Try again.");

    public static Refusal For(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<UnavailableCodeMetadata>() is { Code: var code } ? NoActiveWriter with { Code = code } : NoActiveWriter;
}
