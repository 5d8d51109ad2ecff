// The admin's one script. Every page works without it; it adds what moves.
import "htmx.org";
import { startAlertPages } from "./alerts";
import { startChannels } from "./channels";
import { startCharts } from "./charts/figures";
import { startCalls } from "./calls";
import { startDeliveries } from "./deliveries";
import { startFailures } from "./failures";
import { startHealthBanner } from "./health";
import { startInbox } from "./inbox";
import { startLive } from "./live";
import { startLocalFields } from "./local-fields";
import { startOverview } from "./overview";
import { startRules } from "./rules";
import { startSilences } from "./silences";
import { startShortcuts } from "./shortcuts";
import { startTheme } from "./theme";
import { startTimes } from "./times";
import { startZone } from "./zone";

startTimes();
startTheme();
startCharts();
startLocalFields();
startSilences();
startFailures();
startShortcuts();

const hub = document.body.dataset.live;
if (hub) {
  startZone(hub);
  const live = startLive(hub);
  startOverview(live);
  startAlertPages(live);
  startChannels(live);
  startCalls(live);
  startHealthBanner(live);
  startRules(live);
  startDeliveries(live);
  startInbox(live);
}

if (document.getElementById("builder")) void import("./builder/index").then((builder) => builder.startBuilder());
