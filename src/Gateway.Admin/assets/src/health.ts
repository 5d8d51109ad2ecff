// The words at the top about what is not healthy.
import { refresh } from "./fragment";
import type { Live } from "./live";

export function startHealthBanner(live: Live): void {
  const update = (): void => refresh(document.getElementById("health-banner"), "innerHTML");
  live.on("health", update);
  live.onResync(update);
}
