// The admin's one script. Every page works without it; it adds what moves.
import "htmx.org";
import { startAlertPages } from "./alerts";
import { startCalls } from "./calls";
import { startHealthBanner } from "./health";
import { startLive } from "./live";
import { startOverview } from "./overview";
import { startShortcuts } from "./shortcuts";
import { startTheme } from "./theme";
import { startTimes } from "./times";

startTimes();
startTheme();
startShortcuts();

const hub = document.body.dataset.live;
if (hub) {
  const live = startLive(hub);
  startOverview(live);
  startAlertPages(live);
  startCalls(live);
  startHealthBanner(live);
}
