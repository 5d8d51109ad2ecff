// The delivery log: rows show what became of them, new ones are offered, and nothing moves by itself.
import { isBusy } from "./calm";
import { refresh } from "./fragment";
import type { Live } from "./live";
import type { Delivery } from "./messages";

export function startDeliveries(live: Live): void {
  const offer = document.querySelector<HTMLElement>("[data-deliveries-new]");
  if (!offer) return;
  const fresh = new Set<string>();
  const rows = (): NodeListOf<HTMLElement> => document.querySelectorAll<HTMLElement>("[data-delivery]");
  live.on<Delivery>("delivery", (delivery) => {
    const row = document.querySelector<HTMLElement>(`[data-delivery="${CSS.escape(delivery.id)}"]`);
    if (row) update(row);
    // Ids grow with time: an older message is on another page, or the filter hides it.
    else if (offer.dataset.first && delivery.id > (rows()[0]?.dataset.delivery ?? "") && isWanted(delivery)) fresh.add(delivery.id);
    if (fresh.size === 0) return;
    offer.querySelector("a")!.textContent = fresh.size === 1 ? "1 new delivery, show" : `${fresh.size} new deliveries, show`;
    offer.hidden = false;
  });
  live.onResync(() => rows().forEach(update));
}

/** What somebody reads or points at keeps its place and its height. */
function update(row: HTMLElement): void {
  if (!isBusy(row) && !row.querySelector("details[open]")) refresh(row, "outerHTML");
}

function isWanted(delivery: Delivery): boolean {
  const filter = new URLSearchParams(location.search);
  return (["status", "channel_id", "alert_id"] as const).every((name) => !filter.get(name) || filter.get(name) === delivery[name]);
}
