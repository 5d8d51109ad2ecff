// Arrow keys walk over the points: left and right in time, up and down from series to series. A slider, so that every screen reader says the value.
import type { Chart } from "chart.js";
import type { ChartData } from "./data";

export class Stepping {
  private at = 0;
  private series = 0;
  private data: ChartData | null = null;

  constructor(private readonly box: HTMLElement, private readonly chart: () => Chart, private readonly words: (data: ChartData, series: number, index: number) => string) {
    box.tabIndex = 0;
    box.setAttribute("role", "slider");
    box.setAttribute("aria-orientation", "horizontal");
    box.addEventListener("keydown", (event) => this.key(event));
    box.addEventListener("focus", () => { if (box.matches(":focus-visible")) this.mark(); });
    box.addEventListener("blur", () => this.chart().tooltip?.setActiveElements([], { x: 0, y: 0 }));
  }

  show(data: ChartData): void {
    this.data = data;
    this.at = Math.max(0, data.times.length - 1);
    this.series = 0;
    this.say();
  }

  private key(event: KeyboardEvent): void {
    const data = this.data;
    if (!data || data.times.length === 0) return;
    const last = data.times.length - 1;
    const target = { ArrowLeft: this.at - 1, ArrowRight: this.at + 1, PageUp: this.at - 10, PageDown: this.at + 10, Home: 0, End: last }[event.key];
    const next = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (target === undefined && next === undefined) return;
    event.preventDefault();
    if (target !== undefined) this.at = Math.min(last, Math.max(0, target));
    if (next !== undefined) this.series = this.visible(this.series, next, data.series.length);
    this.mark();
  }

  private visible(from: number, by: number, length: number): number {
    for (let step = 1; step <= length; step++) {
      const index = (from + by * step + length * step) % length;
      if (this.chart().isDatasetVisible(index)) return index;
    }
    return from;
  }

  private mark(): void {
    const chart = this.chart();
    const point = chart.getDatasetMeta(this.series).data[this.at];
    if (point) {
      chart.tooltip?.setActiveElements([{ datasetIndex: this.series, index: this.at }], { x: point.x, y: point.y });
      chart.update("none");
    }
    this.say();
  }

  private say(): void {
    const data = this.data!;
    this.box.setAttribute("aria-valuemin", "0");
    this.box.setAttribute("aria-valuemax", String(Math.max(0, data.times.length - 1)));
    this.box.setAttribute("aria-valuenow", String(this.at));
    this.box.setAttribute("aria-valuetext", data.times.length === 0 ? "No data" : this.words(data, this.series, this.at));
  }
}
