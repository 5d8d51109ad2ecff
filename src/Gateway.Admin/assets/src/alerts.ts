// The alert pages: what happens elsewhere shows here, and an act keeps the focus and says what it did.
import { isBusy } from "./calm";
import { refresh } from "./fragment";
import type { Live } from "./live";
import type { Alert } from "./messages";
import { startPicking } from "./picking";
import { say } from "./status";

export function startAlertPages(live: Live): void {
  document.addEventListener("htmx:after:swap", afterAct);
  document.addEventListener("toggle", writeNote, true);
  startPicking();
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

function refreshCounts(): void {
  refresh(document.getElementById("tabs"), "innerHTML");
  refresh(document.getElementById("alert-statistics"), "innerHTML");
}

/** Whoever opens the note wants to write it. */
function writeNote(event: Event): void {
  const note = event.target as HTMLDetailsElement;
  if (note.matches(".note[open]")) note.querySelector("input")?.focus();
}

function startList(live: Live): void {
  const fresh = new Set<string>();
  const offer = document.querySelector<HTMLElement>("[data-alerts-new]")!;
  const link = offer.querySelector("a")!;
  live.on<Alert>("alert", (alert) => {
    refreshCounts();
    const row = document.querySelector<HTMLElement>(`[data-alert="${CSS.escape(alert.id)}"]`);
    if (row) {
      if (!isBusy(row) && !row.querySelector(".note[open], .pick :checked")) refresh(row, "outerHTML", row.dataset.row);
      return;
    }

    // Older ones are on another page, or the filter hides them.
    if (alert.status !== "open" || alert.triggered_at < offer.dataset.since! || fresh.has(alert.id)) return;
    fresh.add(alert.id);
    link.textContent = fresh.size === 1 ? "1 new alert, show" : `${fresh.size} new alerts, show`;
    offer.hidden = false;
    say(`New alert: ${alert.rule_name}, ${alert.severity}`);
  });
  live.onResync(refreshCounts);
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
