using System.Globalization;
using Vespid.GrainInterfaces.Control;
using Vespid.GrainInterfaces.Edges;
using Vespid.Grains.Runtime;
using Vespid.Storage.Edges;
using Vespid.Storage.Entities;

namespace Vespid.Grains.Edges;

internal sealed partial class EdgeGrain
{
    private const int MostCommands = 32;
    private static readonly TimeSpan LongestOverlap = TimeSpan.FromDays(7);

    public async Task<Refusal?> Deregister(byte[] tokenHash)
    {
        var admitted = await AdmitAsync(tokenHash);
        return admitted.Value is { } edge ? await RetireAsync(edge, new Actor("edge", NodeId, null)) : admitted.Refusal;
    }

    public async Task<Refusal?> Retire(Actor actor) =>
        await EdgeAsync() is { IsRetired: false } edge ? await RetireAsync(edge, actor) : EdgeRefusals.NodeUnknown;

    public async Task<Outcome<string>> Command(string type, string? argument, Actor actor)
    {
        if (type is not ("refresh_config" or "probe_now" or "set_interval"))
            return EdgeRefusals.Invalid("type", "Must be refresh_config, probe_now or set_interval.");
        if (type == "set_interval" && !(int.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 10 and <= 3600))
            return EdgeRefusals.Invalid("arg", "Must be 10 to 3600 seconds.");
        if (await EdgeAsync() is not { IsRetired: false } edge)
            return EdgeRefusals.NodeUnknown;
        if (Current.Commands.Length >= MostCommands)
            return Refusal.Conflict("too_many_commands", "The edge has not carried out what it was asked before.");
        var turn = Turn(edge);
        var id = AddCommand(turn, type, type == "refresh_config" ? turn.State.EpochDesired : null, type == "set_interval" ? argument : null);
        if (type == "set_interval")
            turn.State = turn.State with { WantedIntervalSeconds = int.Parse(argument!, CultureInfo.InvariantCulture) };
        await CommitAsync(turn, audit.Of(edge.OrganizationId, actor, "edge.command", "edge", NodeId, ("type", type), ("arg", argument)));
        return id;
    }

    public async Task<Refusal?> Hold(bool held, string? reason, Actor actor)
    {
        if (await EdgeAsync() is not { IsRetired: false } edge)
            return EdgeRefusals.NodeUnknown;
        if (reason is { Length: > 500 })
            return EdgeRefusals.Invalid("reason", "Must have at most 500 characters.");
        var turn = Turn(edge);
        turn.Note(held ? "held" : "unheld", reason);
        AddCommand(turn, held ? "hold" : "unhold", null, null);
        await CommitAsync(turn, new EdgeHold(NodeId, held, held ? reason : null), audit.Of(edge.OrganizationId, actor, held ? "edge.held" : "edge.unheld", "edge", NodeId, ("reason", reason)));
        _edge = null;
        return null;
    }

    public async Task<Outcome<string>> RotateToken(TimeSpan overlap, Actor actor)
    {
        if (overlap < TimeSpan.Zero || overlap > LongestOverlap)
            return EdgeRefusals.Invalid("overlap_s", "Must be 0 s to seven days.");
        if (await EdgeAsync() is not { IsRetired: false } edge)
            return EdgeRefusals.NodeUnknown;
        var token = Tokens.New(EdgeTokens.Service, chance);
        var turn = Turn(edge);
        turn.Note("token_rotated");
        // One that is on its way would take the place of this one.
        turn.State = turn.State with { Commands = turn.State.Commands.RemoveAll(command => command.Type == TokenOnItsWay.CommandType) };
        await CommitAsync(
            turn, new EdgeTokenRotate(NodeId, Tokens.Hash(token), overlap),
            audit.Of(edge.OrganizationId, actor, "edge.token_rotated", "edge", NodeId, ("overlapSeconds", (int)overlap.TotalSeconds)));
        _edge = null;
        return token;
    }

    public async Task<Outcome<string>> DeliverToken(Actor actor)
    {
        if (!secrets.IsConfigured)
            return Refusal.Unavailable("secrets_not_configured", "Set SECRETS_KEK_BASE64 to store secrets.");
        if (await EdgeAsync() is not { IsRetired: false } edge)
            return EdgeRefusals.NodeUnknown;
        // Another one now would end the token that the edge still has.
        if (Current.Commands.FirstOrDefault(command => command.Type == TokenOnItsWay.CommandType) is { } pending)
            return pending.Id;
        var token = Tokens.New(EdgeTokens.Service, chance);
        var turn = Turn(edge);
        turn.Note("token_rotated");
        var id = AddCommand(turn, TokenOnItsWay.CommandType, null, TokenOnItsWay.Seal(token, NodeId, secrets));
        await CommitAsync(
            turn, new EdgeTokenRotate(NodeId, Tokens.Hash(token), LongestOverlap),
            audit.Of(edge.OrganizationId, actor, "edge.token_rotated", "edge", NodeId, ("command", id)));
        _edge = null;
        return id;
    }

    public async Task<Refusal?> AllowNewIdentity(Actor actor)
    {
        if (await EdgeAsync() is not { IsRetired: false } edge)
            return EdgeRefusals.NodeUnknown;
        var turn = Turn(edge);
        turn.Note("identity_permitted");
        await CommitAsync(turn, new EdgeIdentityPermit(NodeId), audit.Of(edge.OrganizationId, actor, "edge.identity_permitted", "edge", NodeId));
        _edge = null;
        return null;
    }

    public async Task<EdgeView?> View()
    {
        if (await EdgeAsync() is not { } edge)
            return null;
        return EdgeViews.Of(edge, Current, _shownSeenAt ?? (edge.SeenAgo is null ? null : clock.GetUtcNow() - Silence));
    }

    /// <summary>What was wrong with it is over: nobody is to be reminded of an edge that is gone.</summary>
    private async Task<Refusal?> RetireAsync(EdgeRecord edge, Actor actor)
    {
        var turn = Turn(edge);
        foreach (var (key, incident) in turn.State.Incidents)
            turn.Close(new AlertText("retired", incident.Alert, Severities.Info, key, incident.Subject, $"[{edge.Label}] {incident.Alert} {incident.Subject} is over: the edge is out of service"));
        turn.Note("retired");
        turn.State = turn.State with { Liveness = "retired", Commands = [] };
        await CommitAsync(turn, new EdgeRetire(NodeId), audit.Of(edge.OrganizationId, actor, "edge.retired", "edge", NodeId));
        _edge = null;
        return null;
    }

    private static string AddCommand(EdgeTurn turn, string type, long? epoch, string? argument)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"c-{turn.State.LastCommand + 1}");
        turn.State = turn.State with
        {
            LastCommand = turn.State.LastCommand + 1,
            Commands = turn.State.Commands.RemoveAll(command => command.Type == type).Add(new EdgeCommand(id, type, epoch, argument)),
        };
        turn.MustWrite = true;
        return id;
    }
}
