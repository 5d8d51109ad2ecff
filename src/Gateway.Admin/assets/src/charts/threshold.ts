// A line at a value. It can be dragged, or moved with the arrow keys, where somebody listens.
import type { Chart, Plugin } from "chart.js";
import type { Palette } from "./palette";

export interface Threshold {
  value: number;
  /** What the line is called, such as "Threshold". */
  label: string;
  /** Called while the line moves, and once more with `done` when it is let go. Absent: the line stands still. */
  onMove?: (value: number, done: boolean) => void;
}

export class ThresholdLine {
  readonly plugin: Plugin;
  private readonly handle = document.createElement("div");
  private chart: Chart | null = null;
  /** While it is dragged the axis must not move under the pointer. */
  private ceiling: number | undefined;

  constructor(private threshold: Threshold | null, box: HTMLElement, private readonly write: (value: number) => string, theme: () => Palette) {
    this.plugin = {
      id: "threshold",
      afterDatasetsDraw: (chart) => this.draw(chart, theme()),
      afterRender: (chart) => this.place(chart),
    };
    this.makeHandle(box);
  }

  /** What the value axis must at least reach, so that the line is seen. */
  get reach(): number | undefined {
    return this.ceiling ?? (this.threshold ? this.threshold.value * 1.1 : undefined);
  }

  set(threshold: Threshold | null): void {
    this.threshold = threshold;
  }

  private makeHandle(box: HTMLElement): void {
    this.handle.className = "chart-threshold";
    this.handle.tabIndex = 0;
    this.handle.hidden = true;
    this.handle.setAttribute("role", "slider");
    this.handle.setAttribute("aria-orientation", "vertical");
    this.handle.addEventListener("pointerdown", (event) => this.grab(event));
    this.handle.addEventListener("keydown", (event) => this.key(event));
    box.append(this.handle);
  }

  private grab(event: PointerEvent): void {
    const y = this.chart?.scales.y;
    if (!y) return;
    this.ceiling = y.max;
    this.handle.setPointerCapture(event.pointerId);
    const top = this.chart!.canvas.getBoundingClientRect().top;
    const at = (clientY: number): number => round(Math.max(0, y.getValueForPixel(clientY - top) ?? 0), y.max);
    const move = (moved: PointerEvent): void => this.move(at(moved.clientY), false);
    this.handle.addEventListener("pointermove", move);
    this.handle.addEventListener("lostpointercapture", () => {
      this.handle.removeEventListener("pointermove", move);
      this.ceiling = undefined;
      this.move(this.threshold!.value, true);
    }, { once: true });
  }

  private key(event: KeyboardEvent): void {
    const y = this.chart?.scales.y;
    const one = y ? (y.max - y.min) / 100 : 0;
    const by = { ArrowUp: one, ArrowRight: one, ArrowDown: -one, ArrowLeft: -one, PageUp: 10 * one, PageDown: -10 * one }[event.key];
    if (by === undefined || !y) return;
    event.preventDefault();
    this.move(round(Math.max(0, this.threshold!.value + by), y.max), true);
  }

  private move(value: number, done: boolean): void {
    this.threshold = { ...this.threshold!, value };
    const y = this.chart!.options.scales!.y!;
    y.suggestedMax = this.reach;
    this.chart!.update("none");
    this.threshold.onMove?.(value, done);
  }

  private draw(chart: Chart, theme: Palette): void {
    if (!this.threshold) return;
    const { ctx, chartArea: area } = chart;
    const y = chart.scales.y!.getPixelForValue(this.threshold.value);
    ctx.save();
    ctx.strokeStyle = ctx.fillStyle = theme.error;
    ctx.lineWidth = 1.5;
    ctx.setLineDash([6, 4]);
    ctx.beginPath();
    ctx.moveTo(area.left, y);
    ctx.lineTo(area.right, y);
    ctx.stroke();
    ctx.font = `11px ${theme.font}`;
    ctx.textAlign = "right";
    ctx.fillText(`${this.threshold.label} ${this.write(this.threshold.value)}`, area.right - 4, y - area.top < 16 ? y + 13 : y - 5);
    ctx.restore();
  }

  private place(chart: Chart): void {
    this.chart = chart;
    this.handle.hidden = !this.threshold?.onMove;
    if (!this.threshold) return;
    const { chartArea: area } = chart;
    const scale = chart.scales.y!;
    this.handle.style.top = `${scale.getPixelForValue(this.threshold.value)}px`;
    this.handle.style.left = `${area.left}px`;
    this.handle.style.width = `${area.width}px`;
    this.handle.setAttribute("aria-label", this.threshold.label);
    this.handle.setAttribute("aria-valuemin", "0");
    this.handle.setAttribute("aria-valuemax", String(Math.max(scale.max, this.threshold.value)));
    this.handle.setAttribute("aria-valuenow", String(this.threshold.value));
    this.handle.setAttribute("aria-valuetext", this.write(this.threshold.value));
  }
}

/** To a hundredth of the axis, as a number that people would write. */
function round(value: number, axis: number): number {
  const unit = 10 ** (Math.floor(Math.log10(axis || 1)) - 2);
  return Number((Math.round(value / unit) * unit).toPrecision(6));
}
