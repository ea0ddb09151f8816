using System.Text;
using System.Text.Json;
using Vespid.Gateway.Http;
using Vespid.GrainInterfaces.Work;

namespace Vespid.Gateway.Internal;

/// <summary>The end of a claim.</summary>
/// <param name="LeaseToken">From the claim.</param>
/// <param name="Output">Any JSON up to 256 KiB.</param>
/// <param name="Reply">Text to send to the conversation; null or blank for none.</param>
internal sealed record WorkCompleteRequest(Guid LeaseToken, JsonElement? Output, string? Reply) : IBodyShape<WorkCompleteRequest>
{
    private const int MostOutput = 256 * 1024;
    private const int MostReply = 100_000;

    public static WorkCompleteRequest Read(BodyFields fields)
    {
        var lease = fields.Id("leaseToken");
        var output = fields.Any("output");
        var isSet = output.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);
        if (isSet && Encoding.UTF8.GetByteCount(output.GetRawText()) > MostOutput)
            fields.Fail("output", "Must have at most 256 KiB.");
        return new WorkCompleteRequest(lease, isSet ? output : null, fields.OptionalText("reply", 0, MostReply));
    }

    public CompleteWork ToCommand() => new(LeaseToken, Output?.GetRawText(), Reply);
}
