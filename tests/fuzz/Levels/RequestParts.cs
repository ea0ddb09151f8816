using System.Text;
using Vespid.Tests.Fuzz.Mutation;

namespace Vespid.Tests.Fuzz.Levels;

/// <summary>Names and values that requests of any channel may carry.</summary>
internal static class RequestParts
{
    public static readonly string[] TakenMethods = ["POST", "GET", "PUT"];

    public static readonly string?[] TakenTypes =
    [
        "application/json", "application/json", "application/json", "application/json; charset=utf-8", "application/vnd.api+json", "text/plain",
        "application/x-www-form-urlencoded", null,
    ];

    /// <summary>What adapters look for, and what they should not care about.</summary>
    public static readonly string[] HeaderNames =
    [
        "x-message-id", "x-github-delivery", "twitch-eventsub-message-type", "twitch-eventsub-message-id", "x-slack-retry-num", "x-bot-user-id", "x-nextcloud-talk-backend",
        "x-vespid-subpath", "x-goog-chat-token", "x-request-id", "user-agent", "x-channel-signature", "x-kept", "traceparent", "x-lark-request-nonce",
    ];

    public static readonly string[] QueryNames =
    [
        "hub.mode", "hub.verify_token", "hub.challenge", "botUserId", "botNick", "botShip", "botUsername", "token", "challenge", "access_token", "txnId", "", "\0",
    ];

    private static readonly string[] Values =
    [
        "", "x", "bot", "subscribe", "webhook_callback_verification", "notification", "revocation", "1", "-1", "99999999999999999999", "/_matrix/app/v1/transactions/1",
        "/_matrix/app/v1/ping", "_matrix/app/v1/users/@x:y", "~zod", "a b", "ä", "\u0001", "00-1-2-01", "%00", "..", "Bearer", "Bearer x.y.z",
    ];

    public static string Value(Dice dice) => dice.Next(4) == 0
        ? Encoding.Latin1.GetString(ByteMutator.Mutate(Encoding.Latin1.GetBytes(dice.Pick(Values)), [], dice))
        : dice.Pick(Values);
}
