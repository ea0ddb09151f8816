using Vespid.Gateway.Http;

namespace Vespid.Gateway.SignIn;

/// <summary>A new user.</summary>
/// <param name="Email">Not yet taken.</param>
/// <param name="Password">8 to 200 characters.</param>
/// <param name="DisplayName">1 to 120 characters.</param>
/// <param name="Pin">When the deployment asks for one.</param>
internal sealed record SignupRequest(string Email, string Password, string? DisplayName, string? Pin) : IBodyShape<SignupRequest>
{
    internal const int LeastPassword = 8;
    internal const int MostPassword = 200;

    public static SignupRequest Read(BodyFields fields)
    {
        var email = EmailAddress.Normalize(fields.Text("email", 3, EmailAddress.MostLength, trim: true));
        if (email.Length > 0 && !EmailAddress.IsPlausible(email))
            fields.Fail("email", "Expected an e-mail address.");
        return new SignupRequest(
            email, fields.Text("password", LeastPassword, MostPassword), fields.OptionalText("displayName", 1, 120, trim: true), fields.OptionalText("pin", 1, 120));
    }

    /// <summary>Keeps the password out of logs.</summary>
    public override string ToString() => nameof(SignupRequest);
}
