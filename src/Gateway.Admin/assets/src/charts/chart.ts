// A time-series chart in a figure, usable by pointer, keyboard and screen reader. Loaded only by pages that draw one.
import { Chart } from "chart.js";
import { inUnit, quantity } from "../say";
import { Clockwork } from "./clockwork";
import type { ChartData } from "./data";
import { drawLegend } from "./legend";
import { onTheme, palette } from "./palette";
import { configuration, type Form } from "./settings";
import { spansPlugin, type Span } from "./spans";
import { Stepping } from "./stepping";
import { makeTable } from "./table";
import { ThresholdLine, type Threshold } from "./threshold";
import { zoomPlugin } from "./zoom";

export type { ChartData, Form, Span, Threshold };
export { fromJson, fromTable, type TimeSeriesJson } from "./data";

export interface ChartOptions {
  form: Form;
  stacked?: boolean;
  /** What the chart shows, such as "Cost by model". */
  name: string;
  threshold?: Threshold;
  spans?: Span[];
  /** Called with the range that was dragged over, in milliseconds since 1970. Fields for both ends must be beside the chart. */
  onZoom?: (from: number, to: number) => void;
}

export interface ChartHandle {
  show(data: ChartData): void;
  setThreshold(threshold: Threshold | null): void;
  setSpans(spans: Span[]): void;
  destroy(): void;
}

/** Draws into the figure, above its caption. Its own `[data-chart-table]` is what "Show as table" shows; without one it is made. */
export function drawChart(figure: HTMLElement, data: ChartData, options: ChartOptions): ChartHandle {
  return new FigureChart(figure, data, options);
}

class FigureChart implements ChartHandle {
  private theme = palette();
  private readonly box = element("div", "chart-box");
  private readonly acts = element("div", "chart-acts");
  private readonly canvas = document.createElement("canvas");
  private readonly made: HTMLElement | null;
  private readonly stepping: Stepping;
  private readonly line: ThresholdLine;
  private readonly leaveTheme: () => void;
  private readonly hidden = new Set<string>();
  private spans: Span[];
  private chart!: Chart;
  private legend: HTMLElement | null = null;

  constructor(private readonly figure: HTMLElement, private data: ChartData, private readonly options: ChartOptions) {
    this.spans = options.spans ?? [];
    this.made = figure.querySelector("[data-chart-table]") ? null : element("div", "chart-table");
    const plot = element("div", "chart-plot");
    plot.setAttribute("aria-label", `${options.name}. Arrow keys step through the points.`);
    this.canvas.setAttribute("aria-hidden", "true");
    plot.append(this.canvas);
    this.box.append(plot);
    this.line = new ThresholdLine(options.threshold ?? null, this.box, (value) => quantity(this.data.unit, value), () => this.theme);
    this.stepping = new Stepping(plot, () => this.chart, (shown, series, index) => this.words(shown, series, index));
    figure.prepend(this.acts, this.box);
    if (this.made) {
      // A region that scrolls must be reachable by keyboard.
      this.made.tabIndex = 0;
      this.made.setAttribute("role", "region");
      this.made.setAttribute("aria-label", `${options.name} as a table`);
      figure.append(this.made);
    }
    this.makeActs();
    this.leaveTheme = onTheme(() => { this.theme = palette(); this.draw(); });
    this.show(data);
    this.toggleTable(false);
  }

  show(data: ChartData): void {
    this.data = data;
    if (this.made) this.made.replaceChildren(makeTable(data, this.options.name));
    this.draw();
    this.stepping.show(data);
  }

  setThreshold(threshold: Threshold | null): void {
    this.line.set(threshold);
    this.chart.options.scales!.y!.suggestedMax = this.line.reach;
    this.chart.update("none");
  }

  setSpans(spans: Span[]): void {
    this.spans = spans;
    this.chart.update("none");
  }

  destroy(): void {
    this.leaveTheme();
    this.chart.destroy();
    for (const part of [this.box, this.acts, this.legend, this.made]) part?.remove();
    this.table.hidden = false;
  }

  private get table(): HTMLElement {
    return this.made ?? this.figure.querySelector<HTMLElement>("[data-chart-table]")!;
  }

  private draw(): void {
    const theme = (): typeof this.theme => this.theme;
    const plugins = [spansPlugin(() => this.spans, theme), this.line.plugin];
    if (this.options.onZoom) plugins.push(zoomPlugin(this.options.onZoom, theme));
    if (this.chart) this.chart.destroy();
    // Chart.js keeps its listeners on the canvas it had; a new one has ours only once.
    const fresh = this.canvas.cloneNode() as HTMLCanvasElement;
    this.box.querySelector("canvas")!.replaceWith(fresh);
    this.chart = new Chart(fresh, configuration(this.data, this.options.form, this.options.stacked ?? false, this.theme, this.line.reach, plugins)) as Chart;
    this.data.series.forEach((series, index) => this.chart.setDatasetVisibility(index, !this.hidden.has(series.name)));
    if (this.hidden.size > 0) this.chart.update("none");
    this.drawLegend();
  }

  private drawLegend(): void {
    const shown = (index: number): boolean => this.chart.isDatasetVisible(index);
    const legend = drawLegend(this.data.series.map((series) => series.name), shown, (index) => {
      const name = this.data.series[index]!.name;
      if (!this.hidden.delete(name)) this.hidden.add(name);
      this.chart.setDatasetVisibility(index, !this.hidden.has(name));
      this.chart.update();
    });
    legend.hidden = this.data.series.length < 2;
    this.legend?.remove();
    this.box.after(legend);
    this.legend = legend;
  }

  private makeActs(): void {
    const table = act("Show as table", () => this.toggleTable(table.getAttribute("aria-pressed") !== "true"));
    table.dataset.asTable = "";
    const png = act("Download PNG", () => this.png());
    png.dataset.png = "";
    this.acts.append(table, png);
  }

  private toggleTable(asTable: boolean): void {
    this.acts.querySelector("[data-as-table]")!.setAttribute("aria-pressed", String(asTable));
    // There is no picture of what is not drawn.
    this.acts.querySelector<HTMLElement>("[data-png]")!.hidden = asTable;
    this.table.hidden = !asTable;
    this.box.hidden = asTable;
    if (this.legend) this.legend.hidden = asTable || this.data.series.length < 2;
  }

  /** On the page's own ground, with the names of the series, as the legend is not part of the canvas. */
  private png(): void {
    const shot = document.createElement("canvas");
    const source = this.chart.canvas;
    const scale = source.width / source.clientWidth;
    const head = 28 * scale;
    [shot.width, shot.height] = [source.width, source.height + head];
    const context = shot.getContext("2d")!;
    context.fillStyle = this.theme.page;
    context.fillRect(0, 0, shot.width, shot.height);
    context.font = `${12 * scale}px ${this.theme.font}`;
    let x = 8 * scale;
    for (const [index, series] of this.data.series.entries()) {
      if (!this.chart.isDatasetVisible(index)) continue;
      context.fillStyle = series.name === "other" ? this.theme.other : this.theme.series[index % this.theme.series.length]!;
      context.fillRect(x, 11 * scale, 10 * scale, 10 * scale);
      context.fillStyle = this.theme.text;
      context.fillText(series.name, x + 15 * scale, 20 * scale);
      x += context.measureText(series.name).width + 30 * scale;
    }
    context.drawImage(source, 0, head);
    shot.toBlob((blob) => { if (blob) download(blob, `${this.options.name.toLowerCase().replace(/[^a-z0-9]+/g, "-")}.png`); });
  }

  private words(data: ChartData, series: number, index: number): string {
    const one = data.series[series];
    const time = new Clockwork(data.timeZone).full(data.times[index]!, data.step);
    return one ? `${time}: ${one.name} ${inUnit(data.unit, one.values[index] ?? null)}` : time;
  }
}

function download(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function act(words: string, run: () => void): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button small";
  button.textContent = words;
  button.addEventListener("click", run);
  return button;
}

function element(name: string, className: string): HTMLElement {
  const made = document.createElement(name);
  made.className = className;
  return made;
}
