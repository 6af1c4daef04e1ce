using System.Globalization;
using OpenQA.Selenium;

namespace Microsoft.ML.GlobalLocal.Serving.Tests;

/// <summary>The page in a real browser, by keyboard and mouse, against what the recommender says.</summary>
public sealed class PageTests : IAsyncLifetime, IDisposable
{
    private const string Names = "#results .name";
    private readonly ModelFiles _files = new();
    private readonly Recommender _expected;
    private RunningService _service = null!;

    public PageTests()
    {
        _expected = TestModel.Load(_files.A);
        var names = Enumerable.Range(0, TestModel.Items).Select(item => $"{TestModel.Item(item)}\t{Name(TestModel.Item(item))}");
        File.WriteAllLines(_files["names.tsv"], ["item\tname", .. names]);
    }

    public async Task InitializeAsync() => _service = await RunningService.StartAsync(_files.Served, "--items", _files["names.tsv"]);

    public async Task DisposeAsync() => await _service.DisposeAsync();

    public void Dispose() => _files.Dispose();

    [BrowserFact]
    public void A_person_picks_a_user_by_keyboard_and_moves_n_and_k()
    {
        using var browser = new Browser();
        browser.Open(_service.Address);
        browser.WaitFor(() => browser.Find("#model").Text.StartsWith("Model ", StringComparison.Ordinal));
        browser.Find("#user").Click();
        browser.Press("SER-1");
        browser.WaitFor(() => browser.Texts("#user-list [role=option]") is [_, _, _]);
        browser.Press(Keys.ArrowDown, Keys.ArrowDown);
        string user = browser.Find("#user-list [aria-selected=true]").Text;
        Assert.Equal(browser.Find("#user-list [aria-selected=true]").GetAttribute("id"), browser.Find("#user").GetAttribute("aria-activedescendant"));
        browser.TakeScreenshot("page-suggestions.png");
        browser.Press(Keys.Enter);
        WaitForList(browser, _expected.Recommend(user, 10));
        Assert.Equal($"For {user}", browser.Find("#results-title").Text);
        AssertReasons(browser, user);
        browser.TakeScreenshot("page-user.png");

        Focus(browser, "count");
        browser.Press(Keys.Home, Keys.ArrowRight, Keys.ArrowRight);
        Assert.Equal("3", browser.Find("#count-value").Text);
        WaitForList(browser, _expected.Recommend(user, 3));

        Focus(browser, "clusters");
        browser.Press(Keys.Home);
        Assert.Equal("1 of 4", browser.Find("#clusters-value").Text);
        WaitForList(browser, _expected.Recommend(user, 3, new() { SearchedClusters = 1 }));
        browser.WaitFor(() => browser.Find("#status").Text == "3 recommendations, 1 of 4 clusters searched");
        browser.TakeScreenshot("page-fewer.png");

        // The address holds the choice.
        using var other = new Browser(width: 420, height: 900);
        other.Open(new Uri(browser.Address));
        WaitForList(other, _expected.Recommend(user, 3, new() { SearchedClusters = 1 }));
        other.TakeScreenshot("page-narrow.png");
        Assert.Empty(browser.Complaints);
        Assert.Empty(other.Complaints);
    }

    [BrowserFact]
    public void A_person_picks_items_and_takes_them_back()
    {
        using var browser = new Browser();
        browser.Open(_service.Address);
        browser.WaitFor(() => browser.Find("#model").Text.StartsWith("Model ", StringComparison.Ordinal));
        browser.Find("[name=mode][value=user]").SendKeys(Keys.ArrowRight);
        foreach (string item in new[] { TestModel.OddItem, TestModel.Item(12) })
        {
            browser.Find("#item").Click();
            browser.Press(Name(item));
            browser.WaitFor(() => browser.Texts("#item-list [role=option]").SequenceEqual([Name(item)]));
            browser.Find("#item-list [role=option]").Click();
            browser.WaitFor(() => browser.Find("#item").GetAttribute("value") is "");
        }

        string[] own = [TestModel.OddItem, TestModel.Item(12)];
        Assert.Equal(own.Select(Name), browser.Texts("#chosen button"));
        WaitForList(browser, _expected.RecommendFor(own, 10));
        Assert.All(browser.Texts("#results .because"), text => Assert.StartsWith("because of Item ", text, StringComparison.Ordinal));
        browser.TakeScreenshot("page-items.png");

        // The first recommendation is added, the first choice taken back.
        string added = _expected.RecommendFor(own, 1)[0].Item;
        browser.Find("#results .add").Click();
        WaitForList(browser, _expected.RecommendFor([.. own, added], 10));
        browser.Find("#chosen button").Click();
        WaitForList(browser, _expected.RecommendFor([own[1], added], 10));
        Assert.Equal("item", browser.Active.GetAttribute("id"));
        Assert.Empty(browser.Complaints);
    }

    [BrowserFact]
    public void A_user_that_is_none_is_told_in_a_sentence()
    {
        using var browser = new Browser();
        browser.Open(_service.Address);
        browser.WaitFor(() => browser.Find("#model").Text.StartsWith("Model ", StringComparison.Ordinal));
        browser.Find("#user").Click();
        browser.WaitFor(() => browser.Texts("#user-list [role=option]").Length > 3);
        browser.Press("<b>nobody</b>");
        browser.WaitFor(() => !browser.Find("#user-list").Displayed);
        browser.Press(Keys.Enter);
        browser.WaitFor(() => browser.Find("#error").Displayed);
        Assert.Contains("'<b>nobody</b>' was not in the training data", browser.Find("#error").Text, StringComparison.Ordinal);
        Assert.Empty(browser.Texts(Names));
        browser.TakeScreenshot("page-unknown.png");
    }

    /// <summary>A name as a person has it; the ids stay behind.</summary>
    private static string Name(string item) => item == TestModel.OddItem ? "Item <odd> & \"quoted\"" : $"Item no. {item.Replace("item-", string.Empty, StringComparison.Ordinal)}.";

    private static void WaitForList(Browser browser, IReadOnlyList<Recommendation> expected)
    {
        var names = expected.Select(item => Name(item.Item)).ToArray();
        browser.WaitFor(() => browser.Texts(Names).SequenceEqual(names));
    }

    private static void Focus(Browser browser, string id) => browser.Run($"document.getElementById('{id}').focus()");

    /// <summary>The bars are as wide as the attention weighs, and the reasons are the nearest own items.</summary>
    private void AssertReasons(Browser browser, string user)
    {
        var explanations = _expected.Explain(user, _expected.Recommend(user, 10).Select(item => item.Item));
        var weights = explanations.SelectMany(explanation => explanation.Spaces.Select(space => (double)space.Weight)).ToArray();
        var bars = (IReadOnlyCollection<object>)browser.Run("return [...document.querySelectorAll('#results .bar')].map(bar => bar.offsetWidth / bar.parentElement.offsetWidth)")!;
        Assert.Equal(weights.Length, bars.Count);
        foreach (var (weight, bar) in weights.Zip(bars))
        {
            Assert.Equal(weight, Convert.ToDouble(bar, CultureInfo.InvariantCulture), 0.02);
        }

        Assert.Equal(explanations.SelectMany(explanation => explanation.Spaces).Select(space => space.Space), browser.Texts("#results .spaces dt"));
        Assert.Equal(weights.Select(weight => $"{Math.Round(weight * 100)} %"), browser.Texts("#results .share"));
        Assert.Equal(
            explanations.Select(explanation => $"because of {string.Join(", ", explanation.NearestOwnItems.Take(3).Select(item => Name(item.Id)))}"),
            browser.Texts("#results .because"));
    }
}
