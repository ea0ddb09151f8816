using Vespid.Storage.Commits;
using Vespid.Storage.Rows;

namespace Vespid.Tests.Storage.Support;

/// <summary>Commits as grains make them.</summary>
internal static class Sample
{
    public static Guid NextId() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow());

    public static Commit Commit(StateWrite? state = null, params CommitRow[] rows) => new() { Id = NextId(), State = state, Rows = [.. rows] };

    public static StateWrite State(string key, long expected, string? json = """{"n":1}""") =>
        new(key, expected, json is null ? null : System.Text.Encoding.UTF8.GetBytes(json));

    public static InboundMessageRow Message(Tenancy tenancy, string dedupeKey, string status = "accepted", string text = "hello", bool readmits = false) => new(
        NextId(), tenancy.Organization, tenancy.Account, "chat", "sender", null, dedupeKey, dedupeKey, "message.dm", false, text, status, status, null, 0, null,
        TimeProvider.System.GetUtcNow(), null, readmits);

    public static RunRow Run(Tenancy tenancy, string kind = "workflow", bool admitted = true) => new(
        NextId(), tenancy.Organization, kind, admitted, null, null, tenancy.Account, "chat", null, "channel", "channel.internal", null, null, 3, null);

    public static OutboxRow Entry(Tenancy tenancy, string lane, string payload = """{"text":"hi"}""") => new(
        NextId(), lane, "reply", tenancy.Organization, tenancy.Account, "chat", payload, TimeSpan.FromHours(1), null, null, null, null);

    public static OutboxChange Change(Guid id, string from, string to) => new(id, from, to, 1, TimeSpan.Zero, null, null, "provider-1", false);

    public static PairingRequestRow Pairing(Tenancy tenancy, string requester, string code, int cap = 3) =>
        new(NextId(), tenancy.Organization, tenancy.Account, "dm", requester, null, code, TimeSpan.FromHours(1), cap);
}
