using Gateway.Alerting.Calls;
using Gateway.Alerting.Lifecycle;
using Gateway.Alerting.Rules;

namespace Gateway.Alerting.Backtesting.RuleTests;

/// <summary>A file of rule tests: rules, and for each test the calls that are made and what must come of them when.</summary>
/// <param name="Rules">The rules under test; every test runs all of them.</param>
/// <param name="Tests">In the order written.</param>
public sealed record RuleTestFile(IReadOnlyList<CompiledRule> Rules, IReadOnlyList<RuleTest> Tests);

/// <param name="Name">What it shows.</param>
/// <param name="Start">When its time begins.</param>
/// <param name="Calls">The calls, in any order.</param>
/// <param name="Expect">What must be, in any order.</param>
public sealed record RuleTest(string Name, DateTimeOffset Start, IReadOnlyList<ScriptedCalls> Calls, IReadOnlyList<Expectation> Expect);

/// <summary>The same call, once or again and again.</summary>
/// <param name="Call">A call; its times do not count.</param>
/// <param name="At">When the first one ends, after the test's start.</param>
/// <param name="Every">From one to the next.</param>
/// <param name="Count">How many.</param>
public sealed record ScriptedCalls(LlmCall Call, TimeSpan At, TimeSpan Every, int Count);

/// <summary>What must be at one time. What is null is not looked at.</summary>
/// <param name="Position">Where it was written.</param>
/// <param name="At">When, after the test's start; the tick of that time has been seen.</param>
/// <param name="Rule">Index of the rule.</param>
/// <param name="Group">The values of one group in the rule's order; null for all groups together.</param>
/// <param name="State">Where the evaluation stands; of all groups the most urgent.</param>
/// <param name="Alerts">Alerts opened since the start.</param>
/// <param name="Suppressed">Firings since the start that the cooldown kept from opening one.</param>
public sealed record Expectation(SourcePosition Position, TimeSpan At, int Rule, IReadOnlyList<string>? Group, AlertPhase? State, long? Alerts, long? Suppressed);
