using Gateway.Alerting.Calls;
using Gateway.Dialects;
using Gateway.Dialects.Estimation;

namespace Gateway.Tests.Dialects;

public sealed class EstimationTests
{
    private static readonly TokenEstimator Estimator = new();

    [Theory]
    [InlineData("", 0)]
    [InlineData("hello world", 2)]
    [InlineData("The quick brown fox jumps over the lazy dog.", 10)]
    public void Text_ThatWasKeptWhole_IsCountedExactly(string text, long tokens)
    {
        Assert.Equal(tokens, Estimator.Estimate(Sample(text)));
        Assert.Null(Estimator.LoadFault);
    }

    [Fact]
    public void Text_LongerThanTheSample_IsScaledToItsLength()
    {
        var sentence = "The quick brown fox jumps over the lazy dog. ";
        var long40 = Sample(string.Concat(Enumerable.Repeat(sentence, 4_000)));

        Assert.InRange(Estimator.Estimate(long40), 39_500, 40_500);
    }

    [Fact]
    public void Text_WithoutAVocabulary_CountsFourBytesAToken()
    {
        var estimator = new TokenEstimator(() => throw new FileNotFoundException());

        Assert.Equal(3, estimator.Estimate(Sample("hello world")));
        Assert.IsType<FileNotFoundException>(estimator.LoadFault);
    }

    [Fact]
    public void Sample_CutInsideACharacter_KeepsWholeCharacters()
    {
        var sample = new TextSample();
        sample.Append("x"u8);
        for (var i = 0; i < TextSample.Capacity; i++)
        {
            sample.Append("👋"u8);
        }

        Assert.Equal("x" + string.Concat(Enumerable.Repeat("👋", (TextSample.Capacity - 1) / 4)), sample.Kept);
        Assert.Equal(1 + (4L * TextSample.Capacity), sample.Length);
    }

    [Fact]
    public void Usage_ThatTheProviderStated_IsTaken()
    {
        var stated = new TokenUsage { UncachedInput = 5, TextOutput = 7, Source = TokenSource.Provider };

        Assert.Equal(stated, Complete(new AnswerReading { Usage = stated }, "output"));
    }

    [Fact]
    public void Usage_NeverStated_IsEstimatedFromBothTexts() =>
        Assert.Equal(new TokenUsage { UncachedInput = 2, TextOutput = 2, Source = TokenSource.Estimated }, Complete(new AnswerReading(), "hello world"));

    [Fact]
    public void Usage_OfAStreamCutBeforeItsOutputWasStated_KeepsTheInputAndEstimatesTheOutput()
    {
        var begun = new AnswerReading
        {
            Usage = new TokenUsage { UncachedInput = 5, CacheRead = 9, TextOutput = 1, Source = TokenSource.Provider },
            OutputPending = true,
        };

        var usage = Complete(begun, "hello world");

        Assert.Equal(new TokenUsage { UncachedInput = 5, CacheRead = 9, TextOutput = 2, Source = TokenSource.Estimated }, usage);
    }

    [Fact]
    public void Usage_OfACallThatFailedBeforeAnyContent_IsNone()
    {
        Assert.Equal(default, Complete(new AnswerReading { ErrorType = "overloaded_error" }, ""));
        Assert.Equal(default, UsageFallback.Complete(Estimator, Request(), new AnswerReading(), accepted: false));
    }

    private static TokenUsage Complete(AnswerReading answer, string output)
    {
        answer.Output.Append(output);
        return UsageFallback.Complete(Estimator, Request(), answer, accepted: true);
    }

    private static RequestReading Request() => new() { Input = Sample("hello world") };

    private static TextSample Sample(string text)
    {
        var sample = new TextSample();
        sample.Append(text);
        return sample;
    }
}
