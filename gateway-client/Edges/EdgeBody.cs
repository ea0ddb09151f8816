using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Vespid.Gateway.Http;
using Vespid.GrainInterfaces.Control;

namespace Vespid.Gateway.Edges;

/// <summary>A request body of an operator, or what is wrong with it. Members that it does not know are ignored.</summary>
/// <typeparam name="T">Its shape.</typeparam>
internal sealed class EdgeBody<T>(T? value, Refusal? refusal) : IBindableFromHttpContext<EdgeBody<T>>, IEndpointParameterMetadataProvider
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

    public static async ValueTask<EdgeBody<T>?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var (root, refusal) = await EdgeJson.ReadAsync(context);
        if (root is not { } found)
            return new EdgeBody<T>(null, refusal);
        var fields = new BodyFields(found);
        var value = T.Read(fields);
        return new EdgeBody<T>(value, fields.CloseOpenly());
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata(["application/json", AnyType], typeof(T), isOptional: true));
}
