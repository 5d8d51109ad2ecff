// Calls models through a gateway with the vendors' own JavaScript libraries, told nothing but another base address,
// and prints one JSON line a call: what the library got, for the caller to compare with the gateway's log.
//
//   node check.mjs http://localhost:5080
import Anthropic from "@anthropic-ai/sdk";
import { GoogleGenAI } from "@google/genai";
import { Ollama } from "ollama";
import OpenAI from "openai";

const gateway = process.argv[2];
const prompt = "Say good morning";
const messages = [{ role: "user", content: prompt }];

const openai = new OpenAI({ apiKey: "sk-scenario-00000000009fQ2", baseURL: `${gateway}/openai/v1` });
const anthropic = new Anthropic({ apiKey: "sk-ant-scenario-0000000009fQ2", baseURL: `${gateway}/anthropic` });
const gemini = new GoogleGenAI({ apiKey: "AIza-scenario-0000000009fQ2", httpOptions: { baseUrl: `${gateway}/gemini` } });
const ollama = new Ollama({ host: `${gateway}/ollama` });

const checks = {
  async "openai chat"() {
    const answer = await openai.chat.completions.create({ model: "gpt-5.4-mini", messages });
    return { text: answer.choices[0].message.content, ...openAiUsage(answer.usage) };
  },

  // Usage is not asked for: the library must not see any, and the gateway knows it all the same.
  async "openai stream"() {
    let text = "";
    let usage = null;
    for await (const chunk of await openai.chat.completions.create({ model: "gpt-5.4", messages, stream: true })) {
      text += chunk.choices[0].delta.content ?? "";
      usage ??= chunk.usage ?? null;
    }
    return { text, usage };
  },

  async "openai stream with usage"() {
    let text = "";
    let usage;
    for await (const chunk of await openai.chat.completions.create({ model: "gpt-5.4", messages, stream: true, stream_options: { include_usage: true } })) {
      text += chunk.choices[0]?.delta.content ?? "";
      usage = chunk.usage ?? usage;
    }
    return { text, ...openAiUsage(usage) };
  },

  async "anthropic message"() {
    const answer = await anthropic.messages.create({ model: "claude-sonnet-4-5", max_tokens: 256, messages });
    return { text: answer.content[0].text, ...anthropicUsage(answer.usage) };
  },

  async "anthropic stream"() {
    const answer = await anthropic.messages.stream({ model: "claude-sonnet-4-5", max_tokens: 256, messages }).finalMessage();
    return { text: answer.content[0].text, ...anthropicUsage(answer.usage) };
  },

  async "gemini"() {
    const answer = await gemini.models.generateContent({ model: "gemini-2.5-flash", contents: prompt });
    return { text: answer.text, ...geminiUsage(answer.usageMetadata) };
  },

  async "gemini stream"() {
    let text = "";
    let usage;
    for await (const chunk of await gemini.models.generateContentStream({ model: "gemini-2.5-flash", contents: prompt })) {
      text += chunk.text ?? "";
      usage = chunk.usageMetadata ?? usage;
    }
    return { text, ...geminiUsage(usage) };
  },

  async "ollama chat"() {
    const answer = await ollama.chat({ model: "llama3.2", messages });
    return { text: answer.message.content, ...ollamaUsage(answer) };
  },

  async "ollama stream"() {
    let text = "";
    let last;
    for await (const part of await ollama.chat({ model: "llama3.2", messages, stream: true })) {
      text += part.message.content;
      last = part;
    }
    return { text, ...ollamaUsage(last) };
  },
};

const openAiUsage = (usage) => ({ input: usage.prompt_tokens, output: usage.completion_tokens });
const anthropicUsage = (usage) => ({ input: usage.input_tokens + usage.cache_read_input_tokens, output: usage.output_tokens });
const geminiUsage = (usage) => ({ input: usage.promptTokenCount, output: usage.candidatesTokenCount + (usage.thoughtsTokenCount ?? 0) });
const ollamaUsage = (answer) => ({ input: answer.prompt_eval_count, output: answer.eval_count });

// One after another, so that the gateway's log is in the same order.
for (const [name, check] of Object.entries(checks)) {
  console.log(JSON.stringify({ name, ...(await check()) }));
}
