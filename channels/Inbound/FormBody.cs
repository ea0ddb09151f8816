using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>A form post, read as an object of strings so that the readers of JSON bodies can read it.</summary>
internal static class FormBody
{
    private const string MediaType = "application/x-www-form-urlencoded";
    private const int MaxFields = 256;

    public static bool IsForm(IngressRequest request) =>
        request.ContentType is { } type && type.AsSpan().TrimStart().StartsWith(MediaType, StringComparison.OrdinalIgnoreCase);

    /// <summary>Of repeated names the first counts; false when there are none or too many.</summary>
    public static bool TryParse(byte[] body, out BodyReader reader)
    {
        reader = default;
        var fields = new JsonObject();
        var pairs = new QueryStringEnumerable(Encoding.UTF8.GetString(body));
        foreach (var pair in pairs)
        {
            var name = SafeText.Of(pair.DecodeName().ToString());
            if (name.Length == 0 || fields.ContainsKey(name))
                continue;
            if (fields.Count == MaxFields)
                return false;
            fields[name] = SafeText.Of(pair.DecodeValue().ToString());
        }

        if (fields.Count == 0)
            return false;
        reader = BodyReader.Of(JsonElement.Parse(fields.ToJsonString()));
        return true;
    }

    /// <summary>By the request's media type: a form, else a JSON object.</summary>
    public static bool TryParse(IngressRequest request, out BodyReader reader) =>
        IsForm(request) ? TryParse(request.Body, out reader) : JsonBody.TryParseObject(request.Body, out reader);
}
