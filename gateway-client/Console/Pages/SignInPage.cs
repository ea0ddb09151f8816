using Microsoft.AspNetCore.Http;
using Vespid.Gateway.Access;

namespace Vespid.Gateway.Console.Pages;

/// <summary>Where visitors sign in. The form calls <c>/v1/auth/login</c>, which has the rate limits and sets the cookie.</summary>
internal static class SignInPage
{
    private const string Home = "/dashboard";

    public static async Task ShowAsync(HttpContext context, string? next, Authentication authentication, ConsoleRenderer renderer, TimeProvider time)
    {
        var target = Sound(next);
        if ((await authentication.AuthenticateAsync(context)).Caller is not null)
        {
            context.Response.StatusCode = StatusCodes.Status303SeeOther;
            context.Response.Headers.Location = target;
            return;
        }

        await renderer.WriteAsync(context, ConsoleView.Of<SignInView>(target), ConsoleRenderer.Visitor(context.Request.Path, time.GetUtcNow()));
    }

    /// <summary>Only ever a page of the console: a link of somebody else's must not lead away from here after a sign-in.</summary>
    internal static string Sound(string? next) =>
        next is not null && next.Length <= 2_000 && (next == "/" || next == Home || next.StartsWith(Home + "/", StringComparison.Ordinal) || next.StartsWith(Home + "?", StringComparison.Ordinal))
        && !next.Any(letter => char.IsControl(letter) || letter == '\\') ? next : Home;
}
