using System.Text.Json;

namespace Vespid.Vendors;

/// <summary>A call of a vendor's API, whatever became of it.</summary>
/// <param name="Order">The first being 1.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Decoded, with a leading slash.</param>
/// <param name="Query">With its question mark; empty when none.</param>
/// <param name="Headers">Lower-case names.</param>
/// <param name="Body">As sent.</param>
public sealed record VendorRequest(long Order, string Method, string Path, string Query, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>The body as JSON; undefined when it is none.</summary>
    public JsonElement Json
    {
        get
        {
            try
            {
                return JsonElement.Parse(Body);
            }
            catch (JsonException)
            {
                return default;
            }
        }
    }
}
