namespace Microsoft.ML.GlobalLocal.Serving.Tests;

/// <summary>A test in a real browser.</summary>
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (Browser.FindProgram("chromium") is null || Browser.FindProgram("chromedriver") is null)
        {
            Skip = "There is no chromium with its chromedriver on the path; eng/install-browser.sh installs them on Debian.";
        }
    }
}
