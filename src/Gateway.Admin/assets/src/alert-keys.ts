// Working through alerts by keyboard: from row to row, tick, acknowledge, resolve. On the page of one alert the acts alone.
import { registerShortcut } from "./shortcuts";

export function startAlertKeys(): void {
  const one = document.querySelector("[data-detail]") !== null;
  if (!one && !document.querySelector("#tabs")) return;
  if (!one) {
    registerShortcut("alerts.next", () => step(1));
    registerShortcut("alerts.previous", () => step(-1));
    registerShortcut("alerts.tick", () => current()?.querySelector<HTMLInputElement>(".pick input")?.click());
  }

  registerShortcut("alerts.acknowledge", () => press("acknowledge"));
  registerShortcut("alerts.resolve", () => press("resolve"));
}

const rows = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>("[data-alert]")];

/** The row that the focus is in; on the page of one alert, that. */
const current = (): HTMLElement | null =>
  document.querySelector<HTMLElement>("[data-detail]") ?? document.activeElement?.closest<HTMLElement>("[data-alert]") ?? null;

function step(by: number): void {
  const all = rows();
  const here = current();
  const next = here ? all[all.indexOf(here) + by] : all[by > 0 ? 0 : all.length - 1];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function press(act: string): void {
  current()?.querySelector<HTMLButtonElement>(`.act button[value="${act}"]`)?.click();
}
