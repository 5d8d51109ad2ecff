// The overview: tiles tick, calls arrive at the top, alerts and health are fetched when they change.
import { isBusy } from "./calm";
import { refresh } from "./fragment";
import type { Live } from "./live";
import type { Call, Metrics } from "./messages";
import { clock, cost, count, metric, milliseconds, nothing, span, tokens, type Kind } from "./say";
import { Sparkline } from "./sparkline";

export function startOverview(live: Live): void {
  const tiles = document.querySelector<HTMLElement>("[data-tiles]");
  if (!tiles) return;
  const all = [...tiles.querySelectorAll<HTMLElement>("[data-metric]")].map((tile) => new Tile(tile, Number(tiles.dataset.capacity)));
  live.on<Metrics>("metrics", (metrics) => {
    for (const tile of all) tile.show(metrics);
    const unpriced = tiles.querySelector("[data-unpriced]");
    if (unpriced) unpriced.textContent = metrics.unpriced_today > 0 ? `${count(metrics.unpriced_today)} calls unpriced` : "since midnight";
  });
  const parts = { alerts: document.getElementById("active-alerts"), health: document.getElementById("health") };
  live.on("alert", () => refresh(parts.alerts, "innerHTML"));
  live.on("health", () => refresh(parts.health, "innerHTML"));
  refreshSpend(live);
  const calls = new Calls();
  live.on<Call>("call", (call) => calls.add(call));
  live.onResync(() => {
    calls.reload();
    refresh(parts.alerts, "innerHTML");
    refresh(parts.health, "innerHTML");
  });
}

/** Slower than the tiles, for it is a sum over the month; and not while the page is paused. */
function refreshSpend(live: Live): void {
  let last = Date.now();
  live.on("metrics", () => {
    if (Date.now() - last < 10_000) return;
    last = Date.now();
    refresh(document.getElementById("spend"), "innerHTML");
  });
}

class Tile {
  private readonly value: HTMLElement;
  private readonly key: keyof Metrics;
  private readonly kind: Kind;
  private readonly spark: Sparkline;

  constructor(tile: HTMLElement, capacity: number) {
    this.value = tile.querySelector<HTMLElement>("[data-value]")!;
    this.key = tile.dataset.metric as keyof Metrics;
    this.kind = tile.dataset.kind as Kind;
    this.spark = new Sparkline(tile.querySelector("polyline")!, tile.dataset.values ?? "", capacity);
  }

  show(metrics: Metrics): void {
    const value = metrics[this.key] as number | null;
    this.value.textContent = metric(this.kind, value);
    this.spark.add(value);
  }
}

/** New calls go on top at once, or wait behind "12 new, show" while somebody is at the table. */
class Calls {
  private readonly box = document.querySelector<HTMLElement>("[data-calls]")!;
  private readonly button = document.querySelector<HTMLButtonElement>("[data-calls-new]")!;
  private readonly limit = Number(this.box.dataset.limit);
  private waiting: Call[] = [];

  constructor() {
    this.button.addEventListener("click", () => this.flush());
  }

  add(call: Call): void {
    this.waiting.push(call);
    if (this.waiting.length > 1_000) this.waiting.shift();
    if (isBusy(this.box)) this.offer();
    else this.flush();
  }

  reload(): void {
    this.waiting = [];
    this.button.hidden = true;
    refresh(this.box, "innerHTML");
  }

  private offer(): void {
    this.button.textContent = `${count(this.waiting.length)} new, show`;
    this.button.hidden = false;
  }

  private flush(): void {
    const body = this.box.querySelector("tbody");
    if (!body) return;
    this.box.querySelector("table")!.hidden = false;
    document.querySelector<HTMLElement>("[data-first-call]")!.hidden = true;
    for (const call of this.waiting.slice(-this.limit)) body.prepend(row(call));
    while (body.rows.length > this.limit) body.deleteRow(-1);
    this.waiting = [];
    this.button.hidden = true;
  }
}

/** Text goes in as text only: names of models, users and keys come from strangers. */
function row(call: Call): DocumentFragment {
  const made = document.querySelector<HTMLTemplateElement>("#call-row")!.content.cloneNode(true) as DocumentFragment;
  const set = (selector: string, text: string): void => { made.querySelector(selector)!.textContent = text; };
  const start = new Date(call.started_at);
  const end = new Date(start.getTime() + call.latency_ms);
  const time = made.querySelector("time")!;
  time.dateTime = end.toISOString();
  time.title = span(start, end);
  time.textContent = clock(end);
  made.querySelector<HTMLAnchorElement>("a[data-model]")!.href += call.id;
  set("[data-model]", call.response_model ?? call.request_model ?? call.operation);
  set("[data-provider]", call.provider);
  set("[data-caller]", call.user ?? call.api_key ?? nothing);
  set("[data-tokens]", tokens(call));
  set("[data-cost]", cost(call));
  made.querySelector("[data-cost]")!.classList.toggle("quiet", call.cost_usd === null);
  set("[data-latency]", milliseconds(call.latency_ms));
  set("[data-ttft]", milliseconds(call.ttft_ms));
  const outcome = made.querySelector<HTMLElement>("[data-outcome]")!;
  const mark = document.querySelector<HTMLTemplateElement>(`template[data-outcome-mark="${CSS.escape(call.outcome)}"]`);
  outcome.append(mark ? mark.content.cloneNode(true) : call.outcome);
  if (call.error_type) outcome.title = call.error_type;
  return made;
}
