namespace Vespid.Gateway.Hosting;

/// <summary>Who may sign up.</summary>
public enum SignupMode
{
    /// <summary>Anybody.</summary>
    Open,

    /// <summary>Whoever knows the pin.</summary>
    Pin,

    /// <summary>Nobody: 403 <c>SIGNUP_CLOSED</c>.</summary>
    Closed,
}
