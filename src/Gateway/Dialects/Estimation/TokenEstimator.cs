using Microsoft.ML.Tokenizers;

namespace Gateway.Dialects.Estimation;

/// <summary>
/// Estimates the tokens of a text from its sampled beginning, scaled to its length. The vocabulary is OpenAI's o200k, for every provider: others differ by
/// some ten to twenty percent. Loading it takes tens of milliseconds and counting up to one, so never on the request path. Thread-safe.
/// </summary>
public sealed class TokenEstimator
{
    private const int BytesPerToken = 4;

    private readonly Lazy<Tokenizer?> _tokenizer;

    public TokenEstimator()
        : this(() => TiktokenTokenizer.CreateForEncoding("o200k_base"))
    {
    }

    internal TokenEstimator(Func<Tokenizer> load) => _tokenizer = new(() => Load(load));

    /// <summary>Why the vocabulary could not be loaded; estimates are then a token for every four bytes.</summary>
    public Exception? LoadFault { get; private set; }

    public long Estimate(TextSample text)
    {
        if (text.Length == 0)
        {
            return 0;
        }

        if (text.KeptLength == 0 || _tokenizer.Value is not { } tokenizer)
        {
            return (text.Length + BytesPerToken - 1) / BytesPerToken;
        }

        var tokens = tokenizer.CountTokens(text.Kept);
        return (long)Math.Ceiling(tokens * ((double)text.Length / text.KeptLength));
    }

    private Tokenizer? Load(Func<Tokenizer> load)
    {
        try
        {
            return load();
        }
        catch (Exception e)
        {
            // A missing vocabulary makes estimates coarser, nothing else; the owner reports it.
            LoadFault = e;
            return null;
        }
    }
}
