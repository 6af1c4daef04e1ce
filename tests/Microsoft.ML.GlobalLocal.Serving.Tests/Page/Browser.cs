using System.Reflection;
using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;
using OpenQA.Selenium.Support.UI;

namespace Microsoft.ML.GlobalLocal.Serving.Tests;

/// <summary>The Chromium of the system without a window, with a profile of its own, and what a person does in it.</summary>
internal sealed class Browser : IDisposable
{
    private readonly TemporaryFolder _profile = new();
    private readonly ChromeDriver _driver;

    public Browser(int width = 1280, int height = 1000)
    {
        var options = new ChromeOptions { BinaryLocation = FindProgram("chromium") };
        options.AddArguments(
            "--headless", "--hide-scrollbars", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", $"--user-data-dir={_profile["profile"]}", $"--window-size={width},{height}");
        options.SetLoggingPreference(LogType.Browser, LogLevel.All);
        _driver = new ChromeDriver(ChromeDriverService.CreateDefaultService(FindProgram("chromedriver")), options, TimeSpan.FromMinutes(2));
        _driver.ExecuteCdpCommand("Emulation.setDeviceMetricsOverride", new() { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = 1, ["mobile"] = false });
    }

    /// <summary>The element that has the keyboard.</summary>
    public IWebElement Active => _driver.SwitchTo().ActiveElement();

    /// <summary>What the page wrote to the console that is worse than a remark, a network error for example.</summary>
    public IReadOnlyList<string> Complaints => [.. _driver.Manage().Logs.GetLog(LogType.Browser).Where(entry => entry.Level >= LogLevel.Warning).Select(entry => entry.Message)];

    public string Address => _driver.Url;

    /// <summary>The path of a program of the system; <see langword="null"/>: it isn't there.</summary>
    public static string? FindProgram(string name) => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);

    public void Open(Uri address) => _driver.Navigate().GoToUrl(address);

    public IWebElement Find(string selector) => _driver.FindElement(By.CssSelector(selector));

    /// <summary>The visible texts of all elements that a selector has.</summary>
    public string[] Texts(string selector) => [.. _driver.FindElements(By.CssSelector(selector)).Select(element => element.Text)];

    public void Press(params string[] keys)
    {
        foreach (string key in keys)
        {
            Active.SendKeys(key);
        }
    }

    /// <summary>Waits until something is so; the page works in its own time.</summary>
    public void WaitFor(Func<bool> condition) => new WebDriverWait(_driver, TimeSpan.FromSeconds(30)).Until(_ =>
    {
        try
        {
            return condition();
        }
        catch (Exception exception) when (exception is NoSuchElementException or StaleElementReferenceException)
        {
            // The page made its list anew while it was read.
            return false;
        }
    });

    /// <summary>Runs a script within the page.</summary>
    public object? Run(string script) => _driver.ExecuteScript(script);

    /// <summary>Keeps a picture of the whole page.</summary>
    public string TakeScreenshot(string name)
    {
        string folder = Path.GetFullPath(Path.Combine(
            AppContext.BaseDirectory, typeof(Browser).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "Screenshots").Value!));
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, name);
        var picture = (Dictionary<string, object>)_driver.ExecuteCdpCommand("Page.captureScreenshot", new() { ["captureBeyondViewport"] = true })!;
        File.WriteAllBytes(path, Convert.FromBase64String((string)picture["data"]));
        return path;
    }

    public void Dispose()
    {
        _driver.Dispose();
        _profile.Dispose();
    }
}
