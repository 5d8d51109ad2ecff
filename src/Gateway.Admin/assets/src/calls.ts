// The call log: says how many calls came since the page was made. Rows never move; showing them is a new page.
import type { Live } from "./live";
import type { Call } from "./messages";
import { count } from "./say";
import { say } from "./status";

export function startCalls(live: Live): void {
  const offer = document.querySelector<HTMLElement>("[data-calls-fresh]");
  if (!offer) return;
  const filter = JSON.parse(offer.dataset.filter!) as Record<string, string>;
  let fresh = 0;
  live.on<Call>("call", (call) => {
    if (!Object.entries(filter).every(([name, value]) => matches(call, name, value))) return;
    fresh++;
    // Said once, or a busy gateway would never be quiet.
    if (fresh === 1) say("There are new calls.");
    offer.querySelector("a")!.textContent = `${count(fresh)} new, show`;
    offer.hidden = false;
  });
}

/** As the server filters (Storage/CallFilter.cs). */
function matches(call: Call, name: string, value: string): boolean {
  switch (name) {
    case "from":
    case "to": return true;
    case "model": return (call.response_model ?? call.request_model) === value;
    case "tag": return call.tags.includes(value);
    case "streaming": return String(call.streaming) === value;
    case "search": return searched(call).some((text) => text?.toLowerCase().includes(value.toLowerCase()));
    default: return (call as unknown as Record<string, unknown>)[name] === value;
  }
}

const searched = (call: Call): (string | null)[] =>
  [call.id, call.request_model, call.response_model, call.user, call.team, call.session, call.api_key, call.error_type];
