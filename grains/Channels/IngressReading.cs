using System.Collections.Immutable;
using System.Text;
using Vespid.GrainInterfaces.Channels;

namespace Vespid.Grains.Channels;

/// <summary>What a request turned out to be: messages, or an answer that needs no conversation.</summary>
/// <param name="Messages">At least one when <paramref name="Response"/> is null.</param>
/// <param name="Response">The answer.</param>
/// <param name="Reason">Reason code of a refusal.</param>
/// <param name="DependsOnAccount">Another state of the account might have led to another answer.</param>
/// <param name="FailedAuthenticity">The caller did not prove who it is.</param>
internal readonly record struct IngressReading(
    ImmutableArray<InboundMessage> Messages, IngressResponse? Response, string? Reason, bool DependsOnAccount, bool FailedAuthenticity)
{
    public static IngressReading Of(ImmutableArray<InboundMessage> messages) => new(messages, null, null, false, false);

    public static IngressReading Answered(IngressResponse response) => new([], response, null, false, false);

    public static IngressReading Unavailable(string code) =>
        new([], IngressAnswers.Unavailable(code, "The account cannot take messages at the moment; send it again."), null, DependsOnAccount: true, FailedAuthenticity: false);

    public static IngressReading Refused(string reason) =>
        new([], IngressAnswers.Of(InboundOutcome.Refused(reason)), reason, DependsOnAccount: true, FailedAuthenticity: false);

    /// <param name="reason">Reason code.</param>
    /// <param name="acknowledged">What the platform insists on instead of the runtime's own answer.</param>
    public static IngressReading NotUnderstood(string reason, IngressResponse? acknowledged) =>
        new([], acknowledged ?? IngressAnswers.Of(InboundOutcome.Refused(reason)), reason, DependsOnAccount: false, FailedAuthenticity: false);

    public static IngressReading NotJson(string reason) => new([], IngressAnswers.NotJson, reason, DependsOnAccount: false, FailedAuthenticity: false);

    /// <summary>A handshake as it is; 404 for everything else.</summary>
    public IngressReading OrNothingHere() => Response is not null && Reason is null
        ? this
        : new([], IngressAnswers.NothingHere with { AuthenticityFailed = FailedAuthenticity }, Reason, DependsOnAccount, FailedAuthenticity);

    /// <param name="reason">Reason code.</param>
    /// <param name="status">HTTP status that the vendor insists on, or the deployment.</param>
    /// <param name="body">JSON that the vendor insists on.</param>
    public static IngressReading NotAuthentic(string reason, int? status, string? body = null)
    {
        var answer = IngressAnswers.Of(InboundOutcome.Refused(reason), status) with { AuthenticityFailed = true };
        return new([], body is null ? answer : answer with { Body = Encoding.UTF8.GetBytes(body) }, reason, DependsOnAccount: true, FailedAuthenticity: true);
    }
}
