using Vespid.Gateway.Http;

namespace Vespid.Gateway.SignIn;

/// <summary>A sign-in.</summary>
internal sealed record LoginRequest(string Email, string Password) : IBodyShape<LoginRequest>
{
    public static LoginRequest Read(BodyFields fields) => new(
        EmailAddress.Normalize(fields.Text("email", 1, EmailAddress.MostLength, trim: true)),
        fields.Text("password", 1, SignupRequest.MostPassword));

    /// <summary>Keeps the password out of logs.</summary>
    public override string ToString() => nameof(LoginRequest);
}
