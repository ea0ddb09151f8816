namespace Vespid.Channels;

/// <summary>Calls of the client-server API on behalf of a receiver: what does not succeed ends the connection.</summary>
internal sealed class MatrixCall(TenantHttp http, Uri root, string token)
{
    private const int MaxAnswer = 32 * 1024 * 1024;
    private static readonly TimeSpan MaxWait = TimeSpan.FromHours(1);

    // A token that cannot stand in a header is left out, and the server refuses the call.
    public static void Authorize(HttpRequestMessage request, string token) =>
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);

    /// <returns>The answer; absent when the server knows no such thing.</returns>
    /// <exception cref="ReceiverException">Fatal when the token is not good.</exception>
    public async Task<BodyReader> GetAsync(string path, TimeSpan wait, CancellationToken cancellationToken)
    {
        var url = TenantHttp.At(root, "_matrix/client/v3/" + path);
        var result = await http.PollAsync(url, wait, MaxAnswer, request => Authorize(request, token), cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        if (result is not PostResult.Answered answer)
            throw new ReceiverException(result is PostResult.AddressRefused ? "matrix_address_refused" : "matrix_unreachable", result is PostResult.AddressRefused);
        var understood = answer.Body is { } bytes && JsonBody.TryParseAnswer(bytes, out var read) ? read : default;
        if (answer.Status is >= 200 and < 300)
            return understood.IsObject ? understood : throw new ReceiverException("matrix_answer_not_understood");
        if (answer.Status == 404 && understood["errcode"].Text == "M_NOT_FOUND")
            return default;
        throw Refusal(answer, understood["errcode"].Text ?? "M_UNKNOWN", understood);
    }

    private static ReceiverException Refusal(PostResult.Answered answer, string code, BodyReader understood)
    {
        var wait = answer.RetryAfter
            ?? (understood["retry_after_ms"].Number is { } given ? TimeSpan.FromMilliseconds(Math.Clamp(given, 0, MaxWait.TotalMilliseconds)) : null);
        return new($"matrix_{answer.Status}: {SafeText.Cut(code, 40)}", isFatal: answer.Status == 401, wait);
    }
}
