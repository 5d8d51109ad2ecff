// Clock times become local, ages keep growing.
import { ago, clock, stamp } from "./say";

function instant(element: Element): Date {
  return new Date(element.getAttribute("datetime") ?? "");
}

export function localClocks(root: ParentNode): void {
  for (const element of root.querySelectorAll("time[data-clock]")) element.textContent = clock(instant(element));
  for (const element of root.querySelectorAll("time[data-stamp]")) element.textContent = stamp(instant(element));
}

/** How far the server's clock is ahead of ours, so that ages are right on a machine with a wrong clock. */
let ahead = 0;

export function serverSays(at: string): void {
  ahead = new Date(at).getTime() - Date.now();
}

export function startTimes(): void {
  localClocks(document);
  setInterval(() => {
    const now = new Date(Date.now() + ahead);
    for (const element of document.querySelectorAll("time[data-ago]")) element.textContent = ago(instant(element), now);
  }, 10_000);
}
