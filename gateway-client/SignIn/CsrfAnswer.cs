namespace Vespid.Gateway.SignIn;

/// <summary>Value of the header <c>x-csrf-token</c> for writes with the cookie of this sign-in.</summary>
internal sealed record CsrfAnswer(string CsrfToken);
