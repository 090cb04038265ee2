using Microsoft.Playwright;

namespace IntegrationFunctions.Tests.Support;

/// <summary>
/// A Chromium of its own, with nothing in it. It is the installed one: <c>CHROMIUM</c> names it, or it is where Debian puts it; without one a test
/// skips.
/// </summary>
internal sealed class Browser : IAsyncDisposable
{
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Browser(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    /// <summary>Starts it.</summary>
    public static async Task<Browser> Start()
    {
        var path = Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } named
            ? named
            : "/usr/bin/chromium";
        Assert.SkipUnless(File.Exists(path), "There is no Chromium; CHROMIUM names its program.");
        var playwright = await Playwright.CreateAsync();
        try
        {
            var options = new BrowserTypeLaunchOptions
            {
                ExecutablePath = path,
                // The sandbox needs rights that a container doesn't give; the pages are our own.
                Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
            };
            return new(playwright, await playwright.Chromium.LaunchAsync(options));
        }
        catch
        {
            playwright.Dispose();
            throw;
        }
    }

    /// <summary>A window with cookies of its own. What its pages report as errors is added to <paramref name="errors"/>.</summary>
    public async Task<IPage> Open(Uri address, List<string>? errors = null)
    {
        var context = await _browser.NewContextAsync(new() { BaseURL = address.ToString() });
        var page = await context.NewPageAsync();
        page.PageError += (_, error) => errors?.Add(error);
        return page;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
