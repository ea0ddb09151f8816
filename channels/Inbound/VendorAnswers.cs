using System.Text;
using System.Text.Json.Nodes;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Channels;

/// <summary>Answers in a vendor's own form.</summary>
internal static class VendorAnswers
{
    public static readonly IngressResponse Ok = new(200, null, []);

    public static readonly IngressResponse NoContent = new(204, null, []);

    public static IngressResponse Text(string text) => new(200, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(text));

    public static IngressResponse Json(JsonObject body) => new(200, "application/json", Encoding.UTF8.GetBytes(body.ToJsonString()));
}
