// Turns the page's `<figure data-chart>` into charts. Chart.js comes only where there is one.
//
// <figure data-chart data-name="Cost by model" data-form="bar" data-stacked="true" data-unit="usd" data-step="3600000" data-zone="UTC">
//   <figcaption>…</figcaption> <div data-chart-table><table>…</table></div>
// </figure>
//
// `data-threshold` is a line at a value, `data-span-from` and `data-span-to` with the name `data-span` a shaded time.
// With `data-chart-url` in place of a table the numbers come from the API's time series. `data-zoom` is a URL with {from} and {to}.
import type { Form, Span, TimeSeriesJson } from "./chart";

export function startCharts(root: ParentNode = document): void {
  for (const figure of root.querySelectorAll<HTMLElement>("figure[data-chart]:not([data-drawn])")) {
    figure.dataset.drawn = "";
    void draw(figure);
  }
}

async function draw(figure: HTMLElement): Promise<void> {
  const charts = await import("./chart");
  const table = figure.querySelector<HTMLTableElement>("[data-chart-table] table");
  const data = table ? charts.fromTable(table, figure) : charts.fromJson(await load(figure.dataset.chartUrl!));
  const zoom = figure.dataset.zoom;
  const hint = figure.querySelector<HTMLElement>("[data-zoom-hint]");
  if (hint) hint.hidden = false;
  charts.drawChart(figure, data, {
    name: figure.dataset.name ?? "Chart",
    form: (figure.dataset.form ?? "line") as Form,
    stacked: figure.dataset.stacked === "true",
    spans: span(figure),
    ...(figure.dataset.threshold ? { threshold: { value: Number(figure.dataset.threshold), label: "Threshold" } } : {}),
    ...(zoom ? { onZoom: (from: number, to: number) => location.assign(between(zoom, from, to)) } : {}),
  });
}

const span = ({ dataset }: HTMLElement): Span[] =>
  dataset.spanFrom && dataset.spanTo ? [{ from: Date.parse(dataset.spanFrom), to: Date.parse(dataset.spanTo), label: dataset.span ?? "" }] : [];

async function load(url: string): Promise<TimeSeriesJson> {
  const answer = await fetch(url, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`The chart's numbers were refused: ${answer.status}`);
  return (await answer.json()) as TimeSeriesJson;
}

const between = (url: string, from: number, to: number): string =>
  url.replace("{from}", encodeURIComponent(whole(from, Math.floor))).replace("{to}", encodeURIComponent(whole(to, Math.ceil)));

/** To the minute. */
const whole = (at: number, round: (value: number) => number): string => new Date(round(at / 60_000) * 60_000).toISOString();
