using Gateway.Alerting.Delivery.Messages;

namespace Gateway.Alerting.Tests.Delivery.Messages;

public class PlainTextTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("  a\r\n\tb  ", "a b")]
    [InlineData("a\u2028b\u0085c\0d", "a b c d")]
    [InlineData("\u202Egnp.exe\u2066x\u2069", "gnp.exex")]
    [InlineData("עברית العربية", "עברית العربية")]
    [InlineData("👩‍👩‍👧‍👦", "👩‍👩‍👧‍👦")]
    public void Line_OfAnything_IsOneLine(string? text, string expected) => Assert.Equal(expected, PlainText.Line(text));

    /// <summary>Not a row of the table: an attribute cannot hold half a character.</summary>
    [Fact]
    public void Line_OfHalfACharacter_IsReplaced() => Assert.Equal("a\ufffd", PlainText.Line("a\ud83d"));

    [Fact]
    public void Lines_KeepsBreaks() => Assert.Equal("a\nb", PlainText.Lines("a\r\nb\n"));

    [Theory]
    [InlineData("https://wiki.example.com/x", true)]
    [InlineData("http://wiki/x", true)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("/relative", false)]
    [InlineData(null, false)]
    public void Link_OtherSchemes_AreNone(string? url, bool isLink) => Assert.Equal(isLink, PlainText.Link(url) is not null);

    [Theory]
    [InlineData("abc", 3, "abc")]
    [InlineData("abcd", 3, "ab…")]
    [InlineData("a😀😀", 4, "a😀…")]
    [InlineData("a😀😀", 3, "a…")]
    public void Cut_ToALength_NeverSplitsACharacter(string text, int most, string expected) => Assert.Equal(expected, Cut.To(text, most));

    [Theory]
    [InlineData("a<<", 9, "a&lt;&lt;")]
    [InlineData("a<<", 8, "a&lt;…")]
    [InlineData("a<<", 5, "a…")]
    public void Cut_WhileEscaping_NeverSplitsAnEscape(string text, int most, string expected) =>
        Assert.Equal(expected, Cut.To(text, most, rune => rune.Value == '<' ? "&lt;" : rune.ToString()));
}
