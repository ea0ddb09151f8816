using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Vespid.Gateway.Access;
using Vespid.Gateway.Edges;
using Vespid.Gateway.Http;
using Vespid.GrainInterfaces.Control;

namespace Vespid.Gateway.OpenApi;

/// <summary>The OpenAPI document of the control API. Depends on nothing but the code, so that a checked-in copy can be compared with it.</summary>
internal static class ApiDocument
{
    public const string Name = "v1";
    private const string Bearer = "bearer";
    private const string Cookie = "cookie";
    private const string Worker = "worker";
    private const string Service = "service";

    public static void AddApiDocument(this IServiceCollection services) => services.AddOpenApi(Name, options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.CreateSchemaReferenceId = ReferenceIdOf;
        options.AddDocumentTransformer(DescribeAsync);
        options.AddOperationTransformer(DescribeAsync);
        options.AddSchemaTransformer(DescribeAsync);
    });

    public static void MapApiDocument(this IEndpointRouteBuilder routes) => routes.MapOpenApi("/openapi/{documentName}.json").ForAnyone();

    /// <summary>What is only a way of reading a request has no name in the document.</summary>
    private static string? ReferenceIdOf(JsonTypeInfo type) =>
        IsChange(type.Type) || type.Type == typeof(JsonObjectText) ? null : OpenApiOptions.CreateDefaultSchemaReferenceId(type);

    private static Task DescribeAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo { Title = "Vespid control API", Version = Name };
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            [Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "Access token of a sign-in." },
            [Cookie] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Cookie, Name = Hosting.GatewayDefaults.SessionCookieName,
                Description = $"Session cookie; writes also need {Authentication.CsrfHeader}.",
            },
            [Worker] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "Worker token of an organisation." },
            [Service] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = "x-service-token" },
        };
        return Task.CompletedTask;
    }

    private static Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var rule = metadata.OfType<AccessRule>().LastOrDefault();
        operation.RequestBody?.Content?.Remove("*/*");
        AddPathParameters(operation, context.Description.RelativePath ?? "");
        if (rule is OrganizationRule)
            AddParameter(operation, OrganizationRule.HeaderName, ParameterLocation.Header, "uuid");
        string[] schemes = rule switch
        {
            UserRule or OrganizationRule => [Bearer, Cookie],
            FleetRule => [Bearer, Cookie, Service],
            WorkerRule => [Worker],
            ServiceRule => [Service],
            _ => [],
        };
        if (schemes.Length > 0)
        {
            operation.Security =
            [
                .. schemes.Select(scheme => new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(scheme, context.Document)] = [] }),
            ];
        }

        if (operation.Responses is { } responses)
        {
            operation.Responses = [];
            foreach (var (status, response) in responses.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                operation.Responses.Add(status, response);
        }

        return Task.CompletedTask;
    }

    /// <summary>The organisation in the path is read by the access rule, not by the handler, so the description does not know it.</summary>
    private static void AddPathParameters(OpenApiOperation operation, string path)
    {
        foreach (var segment in path.Split('/'))
        {
            if (segment is ['{', .., '}'] && segment[1..^1] is var name && operation.Parameters?.Any(parameter => parameter.Name == name) != true)
                AddParameter(operation, name, ParameterLocation.Path, "uuid");
        }
    }

    private static void AddParameter(OpenApiOperation operation, string name, ParameterLocation location, string format)
    {
        operation.Parameters ??= [];
        operation.Parameters.Insert(0, new OpenApiParameter
        {
            Name = name,
            In = location,
            Required = true,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = format },
        });
    }

    private static Task DescribeAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.JsonTypeInfo.Type;
        if (IsChange(type))
        {
            schema.Description = null;
            Become(schema, type.GetGenericArguments()[0]);
        }
        else if (type == typeof(JsonObjectText))
            Become(schema, type);
        else if (Nullable.GetUnderlyingType(type) == typeof(DateTimeOffset))
            Become(schema, JsonSchemaType.String | JsonSchemaType.Null, "date-time");
        else if (type == typeof(DateTimeOffset))
            Become(schema, JsonSchemaType.String, "date-time");
        else if (schema.Type is { } numeric && (numeric & (JsonSchemaType.Integer | JsonSchemaType.Number)) != 0)
            Become(schema, numeric & ~JsonSchemaType.String, schema.Format);
        else if (schema.Properties is { } properties && schema.Required is { } required)
            required.ExceptWith(properties.Where(property => IsOptional(context, property.Key)).Select(property => property.Key));
        return Task.CompletedTask;
    }

    /// <summary>In a request, what may be null or is a partial change may be left out; in an answer, what is left out when it is null.</summary>
    private static bool IsOptional(OpenApiSchemaTransformerContext context, string name)
    {
        var property = context.JsonTypeInfo.Properties.First(candidate => candidate.Name == name);
        if (property.AttributeProvider?.IsDefined(typeof(JsonIgnoreAttribute), inherit: false) == true)
            return true;
        if (!context.JsonTypeInfo.Type.Name.EndsWith("Request", StringComparison.Ordinal) && !context.JsonTypeInfo.Type.Name.EndsWith("Body", StringComparison.Ordinal))
            return false;
        return property.IsGetNullable || IsChange(property.PropertyType) || Nullable.GetUnderlyingType(property.PropertyType) is not null;
    }

    private static void Become(OpenApiSchema schema, Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain == typeof(bool))
            Become(schema, JsonSchemaType.Boolean, null);
        else if (plain == typeof(int))
            Become(schema, JsonSchemaType.Integer | JsonSchemaType.Null, "int32");
        else if (plain == typeof(JsonObjectText))
            Become(schema, JsonSchemaType.Object, null);
        else
            Become(schema, JsonSchemaType.String | JsonSchemaType.Null, null);
    }

    private static void Become(OpenApiSchema schema, JsonSchemaType type, string? format)
    {
        schema.Type = type;
        schema.Format = format;
        schema.Properties = null;
        schema.Required = null;
        schema.Pattern = null;
    }

    private static bool IsChange(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Change<>);
}
