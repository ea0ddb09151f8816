using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Vespid.GrainInterfaces.Control;

namespace Vespid.Gateway.Http;

/// <summary>A request body, or what is wrong with it. Reading never throws for what the caller sent.</summary>
/// <typeparam name="T">Its shape.</typeparam>
internal sealed class Body<T>(T? value, Refusal? refusal) : IBindableFromHttpContext<Body<T>>, IEndpointParameterMetadataProvider
    where T : class, IBodyShape<T>
{
    /// <summary>Keeps routing from answering 415 before it is settled who calls; the API document leaves it out.</summary>
    private const string AnyType = "*/*";

    /// <summary>The body when it is sound.</summary>
    public bool IsSound([NotNullWhen(true)] out T? sound, [NotNullWhen(false)] out RefusalResult? fault)
    {
        sound = refusal is null ? value : null;
        fault = refusal is null ? null : new RefusalResult(refusal);
        return refusal is null;
    }

    public static async ValueTask<Body<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var (fields, refusal) = await JsonBody.ReadAsync(context);
        if (fields is null)
            return new Body<T>(null, refusal);
        var value = T.Read(fields);
        return new Body<T>(value, fields.Close());
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata(["application/json", AnyType], typeof(T)));
}
