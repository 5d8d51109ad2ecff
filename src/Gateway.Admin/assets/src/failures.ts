// What to say when the gateway does not answer somebody who pressed a button. Parts that refresh by themselves say nothing: the words about the
// connection do.
import { say } from "./status";

interface Failed {
  ctx?: { request: { method: string; body: unknown }; response?: { status: number }; swap: string };
}

export const unanswered = "The gateway did not answer; what you see may be old.";

const unsure = "The gateway did not answer. It is not known whether that was saved; try again.";

export function startFailures(): void {
  document.addEventListener("htmx:error", (event) => tell((event as CustomEvent<Failed>).detail));
  document.addEventListener("htmx:response:error", (event) => {
    const failed = (event as CustomEvent<Failed>).detail;
    if (failed.ctx!.response!.status < 500) return;
    // The page about the error belongs in a window of its own, not into a part of this page.
    failed.ctx!.swap = "none";
    tell(failed);
  });
}

function tell({ ctx }: Failed): void {
  if (!ctx || ctx.request.method === "GET") return;
  say(saves(ctx.request.body) ? unsure : unanswered);
}

/** The rule builder asks the server for every change of its form; only one of its buttons saves. */
const saves = (body: unknown): boolean => !(body instanceof URLSearchParams || body instanceof FormData) || (body.get("do") ?? "save") === "save";
