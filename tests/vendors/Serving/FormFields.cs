using Microsoft.AspNetCore.WebUtilities;

namespace Vespid.Vendors;

/// <summary>Fields of a form body.</summary>
internal static class FormFields
{
    public static IReadOnlyDictionary<string, string> Of(VendorRequest request) =>
        QueryHelpers.ParseQuery(request.Body).ToDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.Ordinal);
}
