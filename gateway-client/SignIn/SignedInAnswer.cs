namespace Vespid.Gateway.SignIn;

/// <summary>Answer to a sign-up, sign-in or refresh.</summary>
internal sealed record SignedInAnswer(SessionAnswer Session, UserAnswer User);
