// The rule builder, made live. Every edit posts the form; the page that comes back is the server's, and parts of it take the place of ours.
import { localClocks } from "../times";
import { say } from "../status";
import { unanswered } from "../failures";
import { HistoryChart } from "./chart";
import { startLeaving } from "./leaving";
import { syncParts, type Stage } from "./parts";
import { nothingPressed, startPresses } from "./presses";

/** How long nobody must have typed before the server is asked, in milliseconds. A replay costs it more than the rest. */
const pause: Record<Stage, number> = { draft: 250, try: 450, history: 900 };

/** Nor must a choice be made half-way: whoever types the name of a metric passes others on the way. */
const reshapePause = 400;

interface Swap {
  tasks: { target: unknown }[];
}

export function startBuilder(): void {
  document.addEventListener("click", act);
  const builder = (): HTMLElement | null => document.getElementById("builder");
  settle();
  if (builder()?.dataset.mayTry !== "yes") return;
  startLeaving();
  startPresses();
  const chart = new HistoryChart();
  let reshaping: number | undefined;
  const ask = new Asking((stage) => {
    localClocks(document);
    if (stage === "history") chart.draw();
  });
  document.addEventListener("input", (event) => {
    const field = event.target as HTMLElement;
    if (!belongs(field)) return;
    clearTimeout(reshaping);
    if (field.matches("[data-reshape]")) reshaping = setTimeout(reshape, reshapePause);
    else ask.begin(field.matches("[name=range], #shown") ? "history" : "draft");
  });
  let [shown, open] = [builder(), [] as string[]];
  document.addEventListener("htmx:before:swap", (event) => {
    open = [...document.querySelectorAll("#builder details[open][id]")].map((details) => details.id);
    // What was asked for before would be drawn over what this answer says.
    if ((event as CustomEvent<Swap>).detail.tasks.some(({ target }) => target === shown)) ask.stop();
  });
  document.addEventListener("htmx:after:swap", () => {
    // Other parts of the page are swapped, too.
    if (builder() === shown) return;
    shown = builder();
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
    settle();
    ask.begin("try", 0);
  });
  if (isComplete()) ask.begin("try", 0);
}

const isComplete = (): boolean => document.querySelector("#sentence[data-ready=yes]") !== null;

function act(event: Event): void {
  const pressed = event.target as Element;
  const button = pressed.closest<HTMLButtonElement>("[data-copy]");
  if (button) void copy(document.getElementById(button.dataset.copy!) as HTMLTextAreaElement);
  const link = pressed.closest<HTMLAnchorElement>(".mistakes a");
  if (link) lead(event, link);
}

/** A field that says something about the rule: not the JSON, which is taken over as a whole. */
const belongs = (field: HTMLElement): boolean => field.closest("#builder-form") !== null && !field.matches("[data-json]");

/** Another metric or operator has other fields: the server draws the form anew, and the focus stays. */
const reshape = (): void =>
  document.querySelector<HTMLFormElement>("#builder-form")?.requestSubmit(document.querySelector<HTMLButtonElement>("[data-update]"));

function settle(): void {
  for (const button of document.querySelectorAll<HTMLElement>("[data-copy]")) button.hidden = false;
  for (const button of document.querySelectorAll<HTMLElement>("[data-replay]")) button.hidden = true;
  const focus = document.querySelector<HTMLElement>("#builder [autofocus]");
  const said = document.querySelector<HTMLElement>("#builder [data-said]:not([data-said=''])");
  if (said) say(said.dataset.said!);
  const closed = focus?.closest<HTMLDetailsElement>("details:not([open])");
  if (closed) closed.open = true;
  (focus ?? said)?.focus();
}

/** The field of a mistake may stand in a part that is folded away. */
function lead(event: Event, link: HTMLAnchorElement): void {
  const field = document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  for (let fold = field.closest("details"); fold; fold = fold.parentElement?.closest("details") ?? null) fold.open = true;
  const target = field.matches("fieldset") ? field.querySelector<HTMLElement>("input, select, button") : field;
  target?.focus();
  target?.scrollIntoView({ block: "center" });
}

async function copy(text: HTMLTextAreaElement): Promise<void> {
  text.select();
  try {
    await navigator.clipboard.writeText(text.value);
    say("Copied.");
  } catch {
    // Without https there is no clipboard for scripts; the text is selected for the keyboard.
    say("Selected: press Ctrl+C to copy.");
  }
}

/** One question at a time for each stage; a newer one takes the older one's place. A rule that is not complete is not tried. */
class Asking {
  private readonly waiting: Partial<Record<Stage, number>> = {};
  private running: AbortController | null = null;

  constructor(private readonly shown: (stage: Stage) => void) {}

  begin(stage: Stage, after = pause[stage]): void {
    this.stop();
    this.waiting[stage] = setTimeout(() => void this.run(stage), after);
  }

  stop(): void {
    for (const timer of Object.values(this.waiting)) clearTimeout(timer);
    this.running?.abort();
    this.running = null;
  }

  private async run(stage: Stage): Promise<void> {
    const asked = (this.running = new AbortController());
    const stages: Stage[] = stage === "draft" ? ["draft", "try", "history"] : stage === "try" ? ["try", "history"] : ["history"];
    for (const next of stages) {
      if (next !== "draft" && !isComplete()) {
        wait(next, false);
        continue;
      }
      if (next !== stage && !(await rest(pause[next] - pause[stage], asked.signal))) return;
      wait(next, true);
      if (!(await this.ask(next, asked.signal))) return;
      wait(next, false);
      this.shown(next);
    }
  }

  private async ask(stage: Stage, signal: AbortSignal): Promise<boolean> {
    const form = document.querySelector<HTMLFormElement>("#builder-form")!;
    const article = document.getElementById("builder")!;
    try {
      const answer = await fetch(`${article.dataset.url!}?handler=${stage}`, { method: "POST", body: new URLSearchParams(fields(form)), headers: { "HX-Request": "true" }, signal });
      if (!answer.ok) throw new Error(String(answer.status));
      const drawn = await answer.text();
      await nothingPressed();
      if (signal.aborted) return false;
      syncParts(drawn, stage);
      return true;
    } catch {
      if (!signal.aborted) {
        wait(stage, false);
        say(unanswered);
      }
      return false;
    }
  }
}

/** What is written as JSON goes along only when it is taken over. */
function fields(form: HTMLFormElement): [string, string][] {
  return [...new FormData(form).entries()].filter((entry): entry is [string, string] => typeof entry[1] === "string" && entry[0] !== "json");
}

function wait(stage: Stage, isWaiting: boolean): void {
  for (const part of document.querySelectorAll(`[data-part="${stage}"]`)) part.classList.toggle("is-waiting", isWaiting);
}

/** False when something newer has begun meanwhile. */
const rest = (time: number, signal: AbortSignal): Promise<boolean> =>
  new Promise((resolve) => setTimeout(() => resolve(!signal.aborted), Math.max(0, time)));
