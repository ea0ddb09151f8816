using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Vespid.Tests.Browser.Support;

/// <summary>Somebody at a browser.</summary>
internal sealed class Visitor : IAsyncDisposable
{
    public const int DesktopWidth = 1280;
    public const int PhoneWidth = 390;

    /// <summary>Milliseconds that something may take on a busy machine; what is there is not waited for.</summary>
    public const int Patience = 60_000;

    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _faults = new();

    public Visitor(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        context.SetDefaultTimeout(Patience);
        page.PageError += (_, fault) => _faults.Enqueue(fault);
        page.Console += (_, message) =>
        {
            // Refusals that a test provokes are said there too; the others are ours.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource: the server responded with a status of", StringComparison.Ordinal))
                _faults.Enqueue(message.Text);
        };
    }

    public IPage Page { get; }

    /// <summary>Scripts that failed, and what the content security policy stopped.</summary>
    public IReadOnlyCollection<string> Faults => _faults;

    public ILocator Announced => Page.Locator("#announce");

    public async Task<IResponse> OpenAsync(string path) =>
        await Page.GotoAsync(path, new PageGotoOptions { WaitUntil = WaitUntilState.Load }) ?? throw new InvalidOperationException($"{path} gave no answer.");

    public async Task SignInAsync(string email, string password)
    {
        await OpenAsync("/dashboard/sign-in?next=/");
        await Page.GetByLabel("E-mail address").FillAsync(email);
        await Page.GetByLabel("Password").FillAsync(password);
        await Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Sign in" }).ClickAsync();
        await ArrivedAsync("/");
    }

    /// <summary>Waits until the page of this path and query is there; a time-out tells what is there instead.</summary>
    public async Task ArrivedAsync(string path)
    {
        try
        {
            await Assertions.Expect(Page).ToHaveURLAsync(path);
        }
        catch (PlaywrightException late)
        {
            throw new TimeoutException($"{late.Message}\nThe page says: {await Page.Locator("body").InnerTextAsync()}\nScripts said: {string.Join(", ", Faults)}", late);
        }

        await Page.WaitForLoadStateAsync();
    }

    /// <summary>Answers the question that a change asks before it is made.</summary>
    public Task AgreeAsync() => Page.Locator("#ask button.danger").ClickAsync();

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name });

    public ValueTask DisposeAsync() => _context.DisposeAsync();
}
