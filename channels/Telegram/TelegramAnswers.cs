namespace Vespid.Channels;

/// <summary>Reads what the Bot API answers: <c>ok</c> with <c>result</c>, or <c>error_code</c>, <c>description</c> and <c>parameters</c>.</summary>
internal static class TelegramAnswers
{
    private const int MaxDescription = 200;
    private const double MaxRetrySeconds = 86_400;

    public static TelegramAnswer<T> Read<T>(PostResult.Answered answer, TelegramToken token, Func<BodyReader, (bool Understood, T Value)> read)
    {
        var understood = answer.Body is { } bytes && JsonBody.TryParseAnswer(bytes, out var parsed) ? parsed : default;
        if (answer.Status is >= 200 and < 300 && understood["ok"].Boolean != false)
        {
            return understood["ok"].Boolean == true && read(understood["result"]) is (true, var value)
                ? new TelegramAnswer<T>.Ok(value)
                : new TelegramAnswer<T>.Lost("answer_not_understood");
        }

        var description = SafeText.Cut(token.Sanitize(understood["description"].Text ?? "no description"), MaxDescription);
        var parameters = understood["parameters"];
        var code = understood["error_code"].Integer is { } given and >= 100 and < 1000 ? (int)given : answer.Status;
        return new TelegramAnswer<T>.Refused(code, description, WaitOf(parameters) ?? answer.RetryAfter, parameters["migrate_to_chat_id"].Integer);
    }

    public static (bool, TelegramBot) Bot(BodyReader result) =>
        result["id"].Integer is { } id ? (true, new(id, result["username"].Text)) : (false, null!);

    public static (bool, long) MessageId(BodyReader result) => result["message_id"].Integer is { } id ? (true, id) : (false, 0);

    public static (bool, bool) True(BodyReader result) => (result.Boolean == true, true);

    public static (bool, IReadOnlyList<TelegramUpdate>) Updates(BodyReader result)
    {
        var updates = new List<TelegramUpdate>();
        foreach (var item in result.Items)
        {
            if (item["update_id"].Integer is { } id)
                updates.Add(new(id, item.Element));
        }

        return (result.IsArray, updates);
    }

    private static TimeSpan? WaitOf(BodyReader parameters) =>
        parameters["retry_after"].Number is { } seconds ? TimeSpan.FromSeconds(Math.Clamp(seconds, 0, MaxRetrySeconds)) : null;
}
