using System.Buffers.Text;
using Vespid.GrainInterfaces.Channels;
using Vespid.GrainInterfaces.Control;
using Vespid.GrainInterfaces.Determinism;
using Vespid.Silo.Configuration;

namespace Vespid.Silo.Demo;

/// <summary>What a newcomer tries the runtime with: an organisation with the echo agent, a Telegram account that sends nothing real, and a web chat.</summary>
internal sealed class Demonstration(IGrainFactory grains, IIdSource ids, HostSettings settings)
{
    private const string User = "demo@example.com";

    private const string Dsl =
        """{"version":"v2","trigger":{"type":"trigger.channel","config":{"channelId":"telegram"}},"nodes":[{"id":"n1","type":"agent.execute"}]}""";

    public async Task MakeAsync(Func<string, string, string, Task<Registered>> register, IChance chance)
    {
        var password = Password(chance);
        var registered = await register(User, password, "demo");
        var actor = new Actor("user", registered.UserId.ToString(), null);
        var organization = grains.GetGrain<IOrganizationGrain>(registered.OrganizationId);
        Expect(await organization.Change(new ChangeOrganization { AgentKind = "echo" }, actor));
        await MakeAccountAsync(registered.OrganizationId, new CreateAccount { ChannelId = "telegram", AccountKey = "main", DisplayName = "Demo bot", Metadata = """{"transport":"stub"}""" }, actor);
        await MakeAccountAsync(registered.OrganizationId, new CreateAccount { ChannelId = "webchat", AccountKey = "main", DisplayName = "Demo web chat", DmPolicy = "pairing" }, actor);
        var workflow = await organization.AddWorkflow("demo", Dsl, actor);
        Expect(workflow.Refusal);
        Expect(await organization.PublishWorkflow(workflow.Value, actor));
        Print(registered.OrganizationId, password);
    }

    private static string Password(IChance chance)
    {
        Span<byte> random = stackalloc byte[12];
        chance.Fill(random);
        return Base64Url.EncodeToString(random);
    }

    private static void Expect(Refusal? refusal)
    {
        if (refusal is not null)
            throw new InvalidOperationException($"The demonstration could not be made: {refusal.Code}.");
    }

    private async Task MakeAccountAsync(Guid organizationId, CreateAccount account, Actor actor)
    {
        var grain = grains.GetGrain<IChannelAccountGrain>(ids.NewId());
        Expect(await grain.Create(organizationId, account, actor));
        Expect(await grain.Act(organizationId, "start", actor));
    }

    private void Print(Guid organization, string password)
    {
        var control = $"http://127.0.0.1:{settings.Gateway.ControlPort}";
        var ingress = $"http://127.0.0.1:{settings.Gateway.IngressPort}";
        Console.Out.WriteLine(
            $$"""

            Ready. The demonstration, shown this once: sign in as {{User}} with password {{password}} (organisation {{organization}}).
            Paste these three lines into another terminal, one after the other: a stranger is refused, you approve, the next message is answered.

            curl -s -X POST {{ingress}}/ingress/channels/telegram/main -H 'content-type: application/json' -d '{"senderId":"u-1","conversationId":"dm:u-1","text":"hello","messageId":"m-1","isDirectMessage":true}'; echo
            TOKEN=$(curl -s {{control}}/v1/auth/login -H 'content-type: application/json' -d '{"email":"{{User}}","password":"{{password}}"}' | grep -o '"token":"[^"]*"' | head -1 | cut -d'"' -f4); ORG={{organization}}; ID=$(curl -s "{{control}}/v1/orgs/$ORG/channels/pairing/requests?status=pending" -H "authorization: Bearer $TOKEN" -H "x-org-id: $ORG" | grep -o '"id":"[^"]*"' | head -1 | cut -d'"' -f4); curl -s -X POST "{{control}}/v1/orgs/$ORG/channels/pairing/requests/$ID/approve" -H "authorization: Bearer $TOKEN" -H "x-org-id: $ORG"; echo
            curl -s -X POST {{ingress}}/ingress/channels/telegram/main -H 'content-type: application/json' -d '{"senderId":"u-1","conversationId":"dm:u-1","text":"hello again","messageId":"m-2","isDirectMessage":true}'; echo; sleep 1; curl -s {{control}}/stub/sent -H "authorization: Bearer $TOKEN"; echo

            """);
    }
}
