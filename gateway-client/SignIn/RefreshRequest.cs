using Vespid.Gateway.Http;

namespace Vespid.Gateway.SignIn;

/// <summary>A refresh token to exchange.</summary>
internal sealed record RefreshRequest(string RefreshToken) : IBodyShape<RefreshRequest>
{
    public static RefreshRequest Read(BodyFields fields) => new(fields.Text("refreshToken", 1, 200));

    /// <summary>Keeps the token out of logs.</summary>
    public override string ToString() => nameof(RefreshRequest);
}
