using System.Net;
using Gateway.Admin.Tests.Hosting;
using Gateway.Alerting.Rules;

namespace Gateway.Admin.Tests.Builder;

/// <summary>The builder by plain HTTP, as a browser without scripts works with it.</summary>
public sealed class BuilderPageTests
{
    private const string Spend = """{ "id": "spend", "name": "Spend", "conditions": [ { "metric": "total_cost", "operator": ">", "threshold": 5 } ] }""";

    [Fact]
    public async Task NewRule_FilledInStepByStep_IsSavedAndInForce()
    {
        await using var visitor = await BuilderVisitor.StartAsync();
        await visitor.OpenAsync("?template=budget-spike");
        visitor.Form["name"] = "Cost today";
        visitor.Form["logic.conditions[0].threshold"] = "500";
        visitor.Form.Fields.Add(new("group_by", "model"));
        visitor.Form.Fields.RemoveAll(field => field is { Key: "actions.channels", Value: "in_app" });

        await visitor.PressAsync("save");

        Assert.Equal((HttpStatusCode.Redirect, "/admin/alerts/builder/cost-today"), (visitor.Status, visitor.Location));
        var rule = visitor.Host.Rules.Provider.Current.Rules.Single(rule => rule.Id == "cost-today");
        Assert.Equal(
            "Alert when cost of the day is over $500 and change of the day's cost against yesterday at the same time is over 20 % (then until it is at most 10 %), per model.",
            RuleSentence.Of(rule.Definition));
        Assert.Equal(["email", "slack"], rule.Definition.Channels!);
        var page = await visitor.OpenAsync("/cost-today");
        Assert.Contains("Saved as version 1.", page.Html, StringComparison.Ordinal);
        Assert.Equal("1", page["version"]);
    }

    [Fact]
    public async Task NewRule_OfANameThatIsTaken_GetsAnIdOfItsOwn()
    {
        await using var visitor = await BuilderVisitor.StartAsync();
        await visitor.OpenAsync("?template=slow-answers");
        await visitor.PressAsync("save");
        await visitor.OpenAsync("?template=slow-answers");

        await visitor.PressAsync("save");

        Assert.Equal("/admin/alerts/builder/slow-answers-2", visitor.Location);
    }

    [Fact]
    public async Task Buttons_OfTheLogic_ChangeItAndMoveTheFocus()
    {
        await using var visitor = await BuilderVisitor.StartAsync();
        await visitor.OpenAsync();
        visitor.Form["logic.conditions[0].threshold"] = "abc";

        var form = await visitor.PressAsync("add-condition logic");
        Assert.Contains("autofocus", form.Element("f-logic-conditions-1-metric"), StringComparison.Ordinal);
        Assert.Equal("abc", form["logic.conditions[0].threshold"]);
        Assert.Contains("Must be a number", form.Element("f-logic-conditions-0-threshold-wrong"), StringComparison.Ordinal);

        visitor.Form["logic.conditions[1].threshold"] = "7";
        form = await visitor.PressAsync("up logic.conditions[1]");
        Assert.Equal(("7", "abc"), (form["logic.conditions[0].threshold"], form["logic.conditions[1].threshold"]));
        Assert.Contains("autofocus", form.Element("f-logic-conditions-0-down"), StringComparison.Ordinal);

        form = await visitor.PressAsync("indent logic.conditions[0]");
        Assert.Equal(("OR", "7"), (form["logic.conditions[0].type"], form["logic.conditions[0].conditions[0].threshold"]));

        form = await visitor.PressAsync("add-filter logic.conditions[0].conditions[0]");
        Assert.Equal("", form["logic.conditions[0].conditions[0].filter[0].name"]);

        form = await visitor.PressAsync("remove logic.conditions[1]");
        Assert.Contains("autofocus", form.Element("f-logic-add-condition"), StringComparison.Ordinal);
        form = await visitor.PressAsync("remove logic.conditions[0]");
        Assert.DoesNotContain(form.Fields, field => field.Key.EndsWith(".metric", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, visitor.Status);
    }

    [Theory]
    [InlineData("remove logic.conditions[99]")]
    [InlineData("up logic.conditions[0]")]
    [InlineData("outdent logic")]
    [InlineData("destroy everything")]
    [InlineData("remove-filter logic.conditions[0]#x")]
    [InlineData("remove-label 7")]
    [InlineData("")]
    public async Task Button_ThatIsNotThere_ChangesNothing(string act)
    {
        await using var visitor = await BuilderVisitor.StartAsync();
        var before = (await visitor.OpenAsync("?template=slow-answers")).Json;

        Assert.Equal(before, (await visitor.PressAsync(act)).Json);
    }

    [Fact]
    public async Task Save_WithMistakes_SaysThemAtTheirFieldsAndSavesNothing()
    {
        await using var visitor = await BuilderVisitor.StartAsync();
        await visitor.OpenAsync("?template=slow-answers");
        visitor.Form["name"] = "";
        visitor.Form["cooldown"] = "soon";
        visitor.Form["logic.conditions[0].recovery"] = "99999";
        visitor.Form.Fields.Add(new("group_by", "modell"));

        var form = await visitor.PressAsync("save");

        Assert.Equal(HttpStatusCode.BadRequest, visitor.Status);
        Assert.Contains("A rule needs a name", form.Element("f-name-wrong"), StringComparison.Ordinal);
        Assert.Contains("aria-invalid=\"true\"", form.Element("f-name"), StringComparison.Ordinal);
        Assert.Contains("Must be a length of time", form.Element("f-cooldown-wrong"), StringComparison.Ordinal);
        Assert.Contains("must lie on the clear side", form.Element("f-logic-conditions-0-recovery-wrong"), StringComparison.Ordinal);
        Assert.Contains("did you mean &#x27;model&#x27;?", form.Element("f-group_by-wrong"), StringComparison.Ordinal);
        Assert.Equal("soon", form["cooldown"]);
        Assert.DoesNotContain(visitor.Host.Rules.Provider.Current.Rules, rule => rule.Id != RuleParts.FileRule);
    }

    [Fact]
    public async Task NewRule_ThatNobodyHasFilledIn_SaysWhatIsNeededAndNotThatItIsWrong()
    {
        await using var visitor = await BuilderVisitor.StartAsync();

        var form = await visitor.OpenAsync();

        Assert.Contains("Still needed: a name, a value of condition 1.", form.Html, StringComparison.Ordinal);
        Assert.Contains("hidden", form.Element("f-name-wrong"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Save_OfAnOldVersion_IsRefusedWithWhatItWouldUndo()
    {
        await using var visitor = await BuilderVisitor.StartAsync();
        await visitor.MakeAsync(Spend);
        await visitor.OpenAsync("/spend");
        await visitor.Host.Rules.Desk.ReplaceAsync("spend", Spend.Replace("5", "9", StringComparison.Ordinal), null, "otto", TestContext.Current.CancellationToken);
        visitor.Form["name"] = "Mine";

        var form = await visitor.PressAsync("save", "/spend");

        Assert.Equal(HttpStatusCode.PreconditionFailed, visitor.Status);
        Assert.Contains("otto changed this rule meanwhile; it is at version 2 now, and you began with version 1", form.Html, StringComparison.Ordinal);
        Assert.Contains("Load the newer version", form.Html, StringComparison.Ordinal);
        Assert.Contains("""<span class="diff-out">-         &quot;threshold&quot;: 9""", form.Html, StringComparison.Ordinal);
        Assert.Equal("Mine", form["name"]);
        Assert.Equal("Spend", visitor.Host.Rules.Provider.Entries.Find("spend")!.Definition!.Name);
    }

    [Fact]
    public async Task Save_WithoutAChange_MakesNoVersionAndSaysSo()
    {
        await using var visitor = await BuilderVisitor.StartAsync();
        await visitor.MakeAsync(Spend);
        await visitor.OpenAsync("/spend");

        await visitor.PressAsync("save", "/spend");

        var page = await visitor.OpenAsync("/spend");
        Assert.Contains("Nothing has changed: it is still version 1.", page.Html, StringComparison.Ordinal);
        Assert.Equal("1", page["version"]);
    }

    [Fact]
    public async Task FileRule_IsReadOnlyAndCanBeTriedAndDuplicated()
    {
        await using var visitor = await BuilderVisitor.StartAsync();

        var form = await visitor.OpenAsync("/" + RuleParts.FileRule);

        Assert.Contains("config/rules/errors.json:2", form.Html, StringComparison.Ordinal);
        Assert.Contains("<fieldset class=\"plain stack\" disabled", form.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("value=\"save\"", form.Html, StringComparison.Ordinal);
        // Disabled fields are not sent.
        form.Fields.RemoveAll(field => field.Key != "rule");
        Assert.Contains("Its conditions do not hold now", (await visitor.PressAsync("test", "/" + RuleParts.FileRule)).Html, StringComparison.Ordinal);

        var copy = await visitor.OpenAsync("?copy=" + RuleParts.FileRule);
        Assert.Equal(("", "Provider outage (copy)", "error_rate"), (copy["id"], copy["name"], copy["logic.conditions[0].metric"]));
    }

    [Fact]
    public async Task FileRule_SavedAllTheSame_IsRefusedWithTheFilesName()
    {
        await using var visitor = await BuilderVisitor.StartAsync();
        await visitor.OpenAsync("?copy=" + RuleParts.FileRule);

        var form = await visitor.PressAsync("save", "/" + RuleParts.FileRule);

        Assert.Equal(HttpStatusCode.Conflict, visitor.Status);
        Assert.Contains("comes from config/rules/errors.json:2", form.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(AdminHost.ViewerKey, "update", HttpStatusCode.Forbidden)]
    [InlineData(AdminHost.ViewerKey, "test", HttpStatusCode.Forbidden)]
    [InlineData(AdminHost.ViewerKey, "save", HttpStatusCode.Forbidden)]
    [InlineData(AdminHost.OperatorKey, "test", HttpStatusCode.OK)]
    [InlineData(AdminHost.OperatorKey, "history", HttpStatusCode.OK)]
    [InlineData(AdminHost.OperatorKey, "save", HttpStatusCode.Forbidden)]
    [InlineData(AdminHost.AdminKey, "save", HttpStatusCode.Redirect)]
    public async Task Button_ByRole_Answers(string key, string act, HttpStatusCode expected)
    {
        await using var visitor = await BuilderVisitor.StartAsync(key);
        await visitor.MakeAsync(Spend);
        var form = await visitor.OpenAsync("/spend");

        await visitor.PressAsync(act, "/spend");

        Assert.Equal(expected, visitor.Status);
        Assert.Equal(key == AdminHost.AdminKey, form.Html.Contains("value=\"save\"", StringComparison.Ordinal));
        Assert.Equal(key == AdminHost.ViewerKey, form.Html.Contains("<fieldset class=\"plain stack\" disabled", StringComparison.Ordinal));
    }

    [Fact]
    public async Task NoRule_IsNotFound()
    {
        await using var host = await AdminHost.StartAsync(scene: false);
        var session = await Session.SignedInAsync(host, AdminHost.AdminKey);

        using var response = await session.Client.GetAsync("/admin/alerts/builder/none", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Json_TakenOver_FillsTheForm()
    {
        await using var visitor = await BuilderVisitor.StartAsync();
        await visitor.OpenAsync();
        visitor.Form.Fields.Add(new("json", """{ "name": "From JSON", /* why */ "conditions": [ { "field": "errors", "operator": ">=", "value": 3 }, ] }"""));

        var form = await visitor.PressAsync("from-json");

        Assert.Equal(("From JSON", "errors", "3"), (form["name"], form["logic.conditions[0].metric"], form["logic.conditions[0].threshold"]));
    }

    [Fact]
    public async Task Json_ThatCannotBeRead_StaysWithLineAndColumn()
    {
        await using var visitor = await BuilderVisitor.StartAsync();
        await visitor.OpenAsync("?template=slow-answers");
        const string Broken = "{ \"name\": \"x\",\n  \"cooldwn\": 5,\n  \"conditions\": [ { \"metric\": \"errors\", \"operator\": \"=>\", \"threshold\": 1 } ] }";
        visitor.Form.Fields.Add(new("json", Broken));

        var form = await visitor.PressAsync("from-json");

        Assert.Equal(HttpStatusCode.BadRequest, visitor.Status);
        Assert.Contains("<strong>2:14</strong> cooldwn: unknown field &#x27;cooldwn&#x27;; did you mean &#x27;cooldown&#x27;?", form.Html, StringComparison.Ordinal);
        Assert.Contains("<strong>3:53</strong> conditions[0].operator: ", form.Html, StringComparison.Ordinal);
        Assert.Equal((Broken, "Slow answers"), (form.Json, form["name"]));
    }

    [Fact]
    public async Task Versions_ShowWhatChangedAndCanBeRestored()
    {
        await using var visitor = await BuilderVisitor.StartAsync();
        await visitor.MakeAsync(Spend);
        await visitor.OpenAsync("/spend");
        visitor.Form["logic.conditions[0].threshold"] = "8";
        await visitor.PressAsync("save", "/spend");

        var form = await visitor.OpenAsync("/spend");
        Assert.Contains("""<span class="diff-in">+         "threshold": 8""", WebUtility.HtmlDecode(form.Html), StringComparison.Ordinal);
        visitor.Form["number"] = "1";
        await visitor.PressAsync("", "/spend?handler=restore");

        Assert.Equal(HttpStatusCode.Redirect, visitor.Status);
        Assert.Equal("5", (await visitor.OpenAsync("/spend"))["logic.conditions[0].threshold"]);
    }

    [Fact]
    public async Task HostileNames_AreText()
    {
        await using var visitor = await BuilderVisitor.StartAsync();
        const string Evil = "</textarea><script>alert(1)</script>\" onfocus=\"alert(2)";
        await visitor.OpenAsync("?template=slow-answers");
        visitor.Form["name"] = Evil;
        visitor.Form["description"] = Evil;
        visitor.Form.Fields.Add(new("group_by", "tag:" + Evil));
        visitor.Form.Fields.Add(new("labels[0].name", Evil));
        visitor.Form.Fields.Add(new("labels[0].value", Evil));

        foreach (var act in new[] { "update", "test", "history" })
        {
            var form = await visitor.PressAsync(act);
            Assert.DoesNotContain("<script>alert", form.Html, StringComparison.Ordinal);
            Assert.DoesNotContain("\" onfocus", form.Html, StringComparison.Ordinal);
            Assert.Equal(Evil, form["name"]);
        }
    }
}
