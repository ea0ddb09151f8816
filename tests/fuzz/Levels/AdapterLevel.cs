using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Vespid.Channels;
using Vespid.GrainInterfaces.Channels;
using Vespid.Tests.Channels;
using Vespid.Tests.Fuzz.Checks;
using Vespid.Tests.Fuzz.Mutation;

namespace Vespid.Tests.Fuzz.Levels;

/// <summary>The adapters themselves: most cases in the least time. Each request goes through authenticity, handshake, acknowledgement and reading.</summary>
internal sealed class AdapterLevel : IFuzzLevel
{
    private const string Secret = Planted.Mark + "-of-an-account";
    private readonly IReadOnlyList<ChannelForm> _forms = ChannelForm.All();
    private readonly Dictionary<string, Seeds> _seeds;
    private readonly IReadOnlyList<(ChannelAccount Signed, ChannelAccount Unsigned)> _accounts;

    public AdapterLevel()
    {
        _seeds = _forms.GroupBy(form => form.Adapter.Descriptor.Id)
            .ToDictionary(group => group.Key, group => new Seeds(group.Key, group.SelectMany(form => form.Bodies)), StringComparer.Ordinal);
        _accounts =
        [
            .. _forms.Select(form => (
                Accounts.Of(form.Adapter.Descriptor.Id, null, null, (form.SecretName, [form.Stored(Secret)])),
                Accounts.Of(form.Adapter.Descriptor.Id, new JsonObject { ["botUserId"] = "bot", ["botUsername"] = "bot", ["nick"] = "bot", ["publicKey"] = "bot" }))),
        ];
    }

    public string Name => "adapters";

    public int BlockSize => 1000;

    /// <summary>Channels that are tried.</summary>
    public int Channels => _seeds.Count;

    public async Task RunAsync(long first, long last, FuzzReport report, CancellationToken cancellationToken)
    {
        for (var number = first; number <= last; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var dice = Dice.Of(report.Seed, Name, number);
            var which = dice.Next(_forms.Count);
            var request = Request(_forms[which], dice);
            var proof = (Proof)dice.Next(4);
            try
            {
                var (outcome, fault) = await TryAsync(_forms[which], _accounts[which], request, proof, dice, cancellationToken);
                report.Count(Name, outcome);
                if (fault is not null)
                    report.Fail(Name, number, fault, Show(_forms[which], request, proof));
            }
            catch (Exception exception)
            {
                report.Count(Name, "threw");
                report.Fail(Name, number, exception.ToString(), Show(_forms[which], request, proof));
            }
        }
    }

    private IngressRequest Request(ChannelForm form, Dice dice)
    {
        var channel = form.Adapter.Descriptor.Id;
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        var query = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = dice.Next(3); i > 0; i--)
            headers[dice.Pick(RequestParts.HeaderNames)] = RequestParts.Value(dice);
        for (var i = dice.Next(3); i > 0; i--)
            query[dice.Pick(RequestParts.QueryNames)] = RequestParts.Value(dice);
        return new IngressRequest(
            dice.Percent(90) ? "POST" : dice.Pick(RequestParts.TakenMethods), channel, "main", null, dice.Pick(RequestParts.TakenTypes), headers, query,
            _seeds[channel].Body(dice), "127.0.0.1", null);
    }

    private static async Task<(string Outcome, string? Fault)> TryAsync(
        ChannelForm form, (ChannelAccount Signed, ChannelAccount Unsigned) accounts, IngressRequest request, Proof proof, Dice dice, CancellationToken cancellationToken)
    {
        var account = proof == Proof.None ? accounts.Unsigned : accounts.Signed;
        if (proof != Proof.None)
            request = form.Sign(request, proof == Proof.Wrong ? Planted.Mark + "-of-another" : Secret);
        if (proof == Proof.Wrong && dice.Percent(50))
            request = request with { Headers = Damage(request.Headers, dice), Query = Damage(request.Query, dice) };
        var authenticity = await form.Adapter.AuthenticateAsync(request, account, cancellationToken);
        var allowed = proof switch
        {
            Proof.None => authenticity is Authenticity.Unsigned or Authenticity.Failed,
            Proof.Wrong => authenticity is Authenticity.Failed,
            _ => authenticity is Authenticity.Authentic || (Provable.ByBody(form) && authenticity is Authenticity.Failed),
        };
        if (!allowed)
            return ("wrong authenticity", $"With proof {proof} the adapter said {authenticity}.");
        if (authenticity is Authenticity.Failed failed)
            return ("not authentic", Documents.HasWord(failed.Reason) ? null : $"Reason {failed.Reason} is documented nowhere.");

        foreach (var answer in (IngressResponse?[])[form.Adapter.Handshake(request, account), form.Adapter.Acknowledge(request)])
        {
            if (answer is not null && (answer.Status is < 200 or >= 500 || answer.Body.AsSpan().IndexOf(Planted.Bytes) >= 0))
                return ("wrong answer", $"It answered {answer.Status} {Encoding.UTF8.GetString(answer.Body)}.");
        }

        var read = form.Adapter.Normalize(request, account);
        if (read.Reason is { } reason)
            return ("refused", read.Messages.Length == 0 && Documents.HasWord(reason) ? null : $"Reason {reason} with {read.Messages.Length} messages.");
        if (read.Messages.Length == 0)
            return ("nothing", "Neither a message nor a reason.");
        var wrong = read.Messages.FirstOrDefault(message => !Storable.Is(message));
        return ("read", wrong is null ? null : $"A message that the database would refuse, or that holds the secret: {JsonSerializer.Serialize(wrong)}");
    }

    private static Dictionary<string, string> Damage(IReadOnlyDictionary<string, string> values, Dice dice)
    {
        var damaged = new Dictionary<string, string>(values, StringComparer.Ordinal);
        foreach (var name in values.Keys.Where(name => values[name].Contains(Planted.Mark, StringComparison.Ordinal) || name.Contains("sign", StringComparison.Ordinal)))
            damaged[name] = Encoding.Latin1.GetString(ByteMutator.Mutate(Encoding.Latin1.GetBytes(values[name]), [0x41], dice));
        return damaged;
    }

    private static string Show(ChannelForm form, IngressRequest request, Proof proof) =>
        $"{form.Name} with {form.SecretName}, proof {proof}, {request.Method} {request.ContentType}, headers {JsonSerializer.Serialize(request.Headers)}, "
        + $"query {JsonSerializer.Serialize(request.Query)}, body {Printable.Of(request.Body)}";

    private enum Proof
    {
        None,
        Wrong,
        Right,
        RightToo,
    }
}
