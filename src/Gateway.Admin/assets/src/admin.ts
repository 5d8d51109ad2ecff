// The admin's one script. Every page works without it; it adds what moves.
import "htmx.org";
import { startAlertPages } from "./alerts";
import { startCharts } from "./charts/figures";
import { startHealthBanner } from "./health";
import { startLive } from "./live";
import { startOverview } from "./overview";
import { startTheme } from "./theme";
import { startTimes } from "./times";

startTimes();
startTheme();
startCharts();

const hub = document.body.dataset.live;
if (hub) {
  const live = startLive(hub);
  startOverview(live);
  startAlertPages(live);
  startHealthBanner(live);
}

if (document.getElementById("builder")) void import("./builder/index").then((builder) => builder.startBuilder());
