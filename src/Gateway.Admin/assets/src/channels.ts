// The list of channels: an alert sends messages, and what becomes of them shows here.
import { isBusy } from "./calm";
import { refresh } from "./fragment";
import type { Live } from "./live";

/** Most messages have arrived by then, in milliseconds. */
const sending = 3_000;

export function startChannels(live: Live): void {
  const list = document.getElementById("channel-list");
  if (!list) return;
  const update = (): void => {
    if (!isBusy(list)) refresh(list, "innerHTML");
  };
  let later: number | undefined;
  live.on("alert", () => {
    clearTimeout(later);
    later = setTimeout(update, sending);
  });
  live.onResync(update);
}
