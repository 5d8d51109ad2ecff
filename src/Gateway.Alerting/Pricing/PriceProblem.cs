namespace Gateway.Alerting.Pricing;

/// <summary>One mistake in a price file.</summary>
/// <param name="Path">Where, as a JSON path such as <c>$.providers.openai.models['gpt-5.4'].input</c>; <c>line 3</c> where the file is no JSON.</param>
/// <param name="Message">What is wrong and what is allowed.</param>
public sealed record PriceProblem(string Path, string Message)
{
    public override string ToString() => $"{Path}: {Message}";
}

/// <summary>What came of reading a price file: a book, or every problem at once.</summary>
/// <param name="Book">Null when there are problems.</param>
/// <param name="Problems">Empty when there is a book.</param>
/// <param name="Ignored">Entries of a LiteLLM file that are not priced by tokens, or that cannot be read.</param>
public sealed record PriceBookReading(PriceBook? Book, IReadOnlyList<PriceProblem> Problems, int Ignored = 0)
{
    public static PriceBookReading Of(PriceProblem problem) => new(null, [problem]);
}
