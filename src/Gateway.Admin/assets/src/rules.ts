// The list of rules: once a second the server says in short what each rule of the page looks like, and only what differs is fetched.
// Rows keep their places, whatever the order would be by now.
import htmx from "htmx.org";
import { isBusy } from "./calm";
import { refresh } from "./fragment";
import type { Live } from "./live";
import { localClocks } from "./times";

export function startRules(live: Live): void {
  if (!document.getElementById("rule-mistakes")) return;
  const update = onceAtATime(showChanges);
  live.on("metrics", update);
  live.onResync(update);
  live.on("health", () => refresh(document.getElementById("rule-mistakes"), "innerHTML"));
  document.addEventListener("keydown", closeMenu);
  document.addEventListener("click", closeMenu);
}

/** A slow answer is waited for: the next second asks again. */
function onceAtATime(run: () => Promise<void>): () => void {
  let running = false;
  return () => {
    if (running || document.hidden) return;
    running = true;
    void run().finally(() => (running = false));
  };
}

async function showChanges(): Promise<void> {
  const table = document.querySelector<HTMLElement>("[data-rules]");
  if (!table) return;
  const stamps = (await (await fetched(table.dataset.stamps!))?.json()) as Record<string, string> | undefined;
  const rows = [...table.querySelectorAll<HTMLElement>("[data-rule]")];
  if (!stamps || !rows.some((row) => differs(row, stamps))) return;
  const html = await (await fetched(table.dataset.rows!))?.text();
  if (html === undefined) return;
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  for (const row of rows) if (row.isConnected && differs(row, stamps)) replace(row, fresh.content.getElementById(row.id));
}

/** Of a deleted rule there is no stamp: its row says so until the page is loaded anew. */
const differs = (row: HTMLElement, stamps: Record<string, string>): boolean => stamps[row.dataset.rule!] !== row.dataset.stamp;

function replace(row: HTMLElement, fresh: HTMLElement | null): void {
  if (!fresh) {
    row.classList.add("is-gone");
    return;
  }

  if (isBusy(row) || row.querySelector("details[open]")) return;
  row.replaceWith(fresh);
  htmx.process(fresh);
  localClocks(fresh);
}

/** Null when the server did not answer as it should: the words about the connection say so, and the next second tries again. */
async function fetched(url: string): Promise<Response | null> {
  try {
    const answer = await fetch(url);
    return answer.ok && !answer.redirected ? answer : null;
  } catch {
    return null;
  }
}

function closeMenu(event: Event): void {
  const menu = document.querySelector<HTMLDetailsElement>(".rules .drop[open]");
  if (!menu) return;
  if (event instanceof KeyboardEvent) {
    if (event.key !== "Escape") return;
    menu.querySelector("summary")!.focus();
  } else if (menu.contains(event.target as Node)) {
    return;
  }

  menu.open = false;
}
