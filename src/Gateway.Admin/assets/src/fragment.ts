// Swaps a part of the page for the server's present version of it.
import htmx from "htmx.org";
import { localClocks } from "./times";

/** Requests for the same part within this time become one, in milliseconds. */
const settle = 250;
const waiting = new WeakMap<Element, number>();

export function refresh(target: Element | null, swap: "innerHTML" | "outerHTML", url = target?.getAttribute("data-href")): void {
  if (!target || !url) return;
  clearTimeout(waiting.get(target));
  waiting.set(target, setTimeout(() => {
    void htmx.ajax("GET", url, { source: target, target, swap }).then(() => localClocks(document));
  }, settle));
}
