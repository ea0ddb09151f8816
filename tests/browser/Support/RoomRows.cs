using Vespid.Tests.Integration.Support;

namespace Vespid.Tests.Browser.Support;

/// <summary>Two rooms and what was said and done in them, as the rows that the page reads.</summary>
internal static class RoomRows
{
    public static Task FillAsync(DatabaseProbe database) => database.ExecuteAsync("""
        INSERT INTO chat_rooms (id, name) VALUES ('contentops:lobby', 'ContentOps Lobby'), ('contentops:quiet', 'Quiet room');
        INSERT INTO chat_bindings (id, room_id, channel, instance_id, external_room_id, status, status_reason, probe, last_in_at, last_out_at) VALUES
            ('bind_0000000000000001', 'contentops:lobby', 'telegram', 'telegram', '-1001234567890', 'active', NULL, '{"ok":true,"missing":[]}', now() - interval '2 minutes', now() - interval '1 minute'),
            ('bind_0000000000000002', 'contentops:lobby', 'discord', 'discord', '998877665544332211', 'blocked', 'the bot was removed from the channel', '{"ok":false,"missing":["view_channel","manage_webhooks"]}', NULL, now() - interval '3 hours');
        INSERT INTO chat_instances (id, channel, status, bot_id, bot_name, last_event_at, last_error, consecutive_failures) VALUES
            ('telegram', 'telegram', 'connected', '4242', 'contentops_bot', now(), NULL, 0),
            ('discord', 'discord', 'disconnected', '777', 'ContentOps', now() - interval '10 minutes', 'the gateway closed with 4014: message content is not allowed', 3);
        INSERT INTO chat_unbound (channel, instance_id, external_room_id, title, events) VALUES ('telegram', 'telegram', '-100777', 'Another group <script>window.hacked=1</script>', 12);
        INSERT INTO chat_messages (id, room_id, binding_id, place, external_id, role, kind, channel, sender_id, sender_name, text, created_at) VALUES
            ('0195f000-0000-7000-8000-000000000001', 'contentops:lobby', 'bind_0000000000000001', '-1001234567890', '1', 'user', 'message', 'telegram', '1', 'alice', 'Good morning, is the nightly run through?', now() - interval '4 minutes'),
            ('0195f000-0000-7000-8000-000000000002', 'contentops:lobby', 'bind_0000000000000001', '-1001234567890', '2', 'user', 'message', 'telegram', '2', '<img src=x onerror="window.hacked=1">', '<script>window.hacked=1</script> **bold**', now() - interval '3 minutes'),
            ('0195f000-0000-7000-8000-000000000003', 'contentops:lobby', NULL, NULL, NULL, 'system', 'announcement', NULL, NULL, 'ContentOps', 'nightly run completed', now() - interval '2 minutes');
        INSERT INTO chat_copies (message_id, binding_id, part, entry_id, status, place) VALUES
            ('0195f000-0000-7000-8000-000000000001', 'bind_0000000000000002', 0, '0195f000-0000-7000-8000-0000000000e1', 'sent', '998877665544332211'),
            ('0195f000-0000-7000-8000-000000000002', 'bind_0000000000000002', 0, '0195f000-0000-7000-8000-0000000000e2', 'dead_letter', '998877665544332211');
        INSERT INTO chat_actions (id, action, mode, outcome, authz_status, mutation_enabled, reason, label, message, channel, external_user_id, room_id, created_at) VALUES
            ('0195f000-0000-7000-8000-0000000000a1', 'run', 'nightly', 'succeeded', 'authorized', true, 'run_started', 'run nightly', 'nightly run completed', 'telegram', '1', 'contentops:lobby', now() - interval '5 minutes'),
            ('0195f000-0000-7000-8000-0000000000a2', 'run', 'monthly', 'blocked', 'unauthorized', true, 'unauthorized', 'run monthly', 'telegram:2 is on no allowlist', 'telegram', '2', 'contentops:lobby', now() - interval '4 minutes'),
            ('0195f000-0000-7000-8000-0000000000a3', 'issue', NULL, 'blocked', 'mutations_disabled', false, 'mutations_disabled', 'issue', 'mutations are disabled', 'discord', '9', 'contentops:lobby', now() - interval '3 minutes'),
            ('0195f000-0000-7000-8000-0000000000a4', 'run', 'weekly', 'accepted', 'authorized', true, 'run_started', 'run weekly', 'started', 'telegram', '1', 'contentops:lobby', now() - interval '2 minutes'),
            ('0195f000-0000-7000-8000-0000000000a5', 'issue', NULL, 'failed', 'authorized', true, 'missing_github_token', 'issue', 'no token is set', 'telegram', '1', 'contentops:lobby', now() - interval '1 minute');
        INSERT INTO chat_approvals (id, room_id, binding_id, source_message_id, action_id, command, group_name, requester, requester_name, expires_at) VALUES
            ('appr_1', 'contentops:lobby', 'bind_0000000000000001', '0195f000-0000-7000-8000-000000000001', '0195f000-0000-7000-8000-0000000000a1', 'run monthly', 'release', 'telegram:1', 'alice', now() + interval '25 minutes');
        """);
}
