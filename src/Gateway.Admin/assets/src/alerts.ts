// The alert pages: what happens elsewhere shows here, and an act keeps the focus and says what it did.
import { startAlertChart } from "./alert-chart";
import { startAlertKeys } from "./alert-keys";
import { isBusy } from "./calm";
import { startCharts } from "./charts/figures";
import { refresh } from "./fragment";
import type { Live } from "./live";
import type { Alert } from "./messages";
import { startPicking } from "./picking";
import { say } from "./status";

/** How often counts, statistics and chart are fetched where nothing happens, in milliseconds. */
const every = 30_000;

export function startAlertPages(live: Live): void {
  document.addEventListener("htmx:after:swap", afterAct);
  document.addEventListener("htmx:after:swap", fillAround);
  document.addEventListener("toggle", writeNote, true);
  document.addEventListener("toggle", fillDetails, true);
  document.addEventListener("htmx:finally:request", tellUnfilled);
  startAlertChart();
  startPicking();
  startAlertKeys();
  // A form that was sent before this script ran came back as a whole page.
  afterAct();
  fillAround();
  if (document.getElementById("tabs")) startList(live);
  if (document.querySelector("[data-detail]")) startDetail(live);
}

/** The swapped element took the pressed button with it: the focus goes to what replaced it. */
function afterAct(): void {
  const done = document.querySelector<HTMLElement>("[data-said]:not([data-said=''])");
  if (!done) return;
  say(done.dataset.said!);
  delete done.dataset.said;
  done.focus();
  refreshCounts();
}

/** What a row opens to is fetched when it is opened, and anew each time. */
function fillDetails(event: Event): void {
  const details = event.target as HTMLDetailsElement;
  if (!details.matches("[data-more][open]")) return;
  const body = details.querySelector<HTMLElement>("[data-more-body]")!;
  body.replaceChildren(loading());
  refresh(body, "innerHTML", details.dataset.more);
}

function loading(): HTMLElement {
  const words = document.createElement("p");
  words.className = "hint";
  words.dataset.loading = "";
  words.textContent = "Loading …";
  return words;
}

/** Whatever came instead of the details: no answer, an error, or nothing because the alert is deleted. */
function tellUnfilled(event: Event): void {
  const words = (event.target as Element).querySelector?.<HTMLElement>(":scope > [data-loading]");
  if (!words) return;
  words.textContent = "The details did not come: the gateway did not answer, or the alert was deleted meanwhile. Close this and open it again to retry.";
  say(words.textContent);
}

function refreshCounts(): void {
  refresh(document.getElementById("tabs"), "innerHTML");
  refresh(document.getElementById("alert-statistics"), "innerHTML");
  const chart = document.getElementById("alert-chart");
  if (chart && !isBusy(chart) && !chart.querySelector("details[open]")) refresh(chart, "innerHTML");
}

/** What a rule read around an alert takes a moment to find: the page is there before it. */
function fillAround(): void {
  for (const part of document.querySelectorAll<HTMLElement>("[data-around]:not([data-filled])")) {
    part.dataset.filled = "";
    refresh(part, "innerHTML", part.dataset.around);
  }
  startCharts();
}

/** Whoever opens the note wants to write it. */
function writeNote(event: Event): void {
  const note = event.target as HTMLDetailsElement;
  if (note.matches(".note[open]")) note.querySelector("input")?.focus();
}

function startList(live: Live): void {
  /** New ones that are not in the list, with when they opened. */
  const fresh = new Map<string, string>();
  const since = (): string => document.getElementById("results")!.dataset.since!;
  const offer = document.querySelector<HTMLElement>("[data-alerts-new]")!;
  const link = offer.querySelector("a")!;
  const count = (): void => {
    link.textContent = fresh.size === 1 ? "1 new alert, show" : `${fresh.size} new alerts, show`;
    offer.hidden = fresh.size === 0;
  };
  // An act may have loaded the list anew: what was offered is in it.
  document.addEventListener("htmx:after:swap", () => {
    for (const [id, opened] of fresh) if (opened < since()) fresh.delete(id);
    count();
  });
  live.on<Alert>("alert", (alert) => {
    refreshCounts();
    const row = document.querySelector<HTMLElement>(`[data-alert="${CSS.escape(alert.id)}"]`);
    if (row) {
      if (!isBusy(row) && !row.querySelector(".note[open], .pick :checked, .row-details[open]")) refresh(row, "outerHTML", row.dataset.row);
      return;
    }

    // Older ones are on another page, or the filter hides them.
    if (alert.status !== "open" || alert.triggered_at < since() || fresh.has(alert.id)) return;
    fresh.set(alert.id, alert.triggered_at);
    count();
    say(`New alert: ${alert.rule_name}, ${alert.severity}`);
  });
  live.onResync(refreshCounts);
  let refreshed = Date.now();
  // Ages of statistics and chart move on without any alert; a paused or hidden page stays as it is.
  live.on("metrics", () => {
    if (document.hidden || Date.now() - refreshed < every) return;
    refreshed = Date.now();
    refreshCounts();
  });
}

function startDetail(live: Live): void {
  const update = (): void => {
    const detail = document.querySelector<HTMLElement>("[data-detail]");
    // A note being written is worth more than the newest state.
    if (detail && !detail.querySelector("form")?.contains(document.activeElement)) refresh(detail, "outerHTML");
  };
  live.on<Alert>("alert", (alert) => {
    if (alert.id === document.querySelector<HTMLElement>("[data-detail]")?.dataset.detail) update();
  });
  live.onResync(update);
}
