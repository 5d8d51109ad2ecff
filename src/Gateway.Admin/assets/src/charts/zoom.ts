// Drag over the chart to choose a time range. Fields for both ends must stand beside it, for whoever cannot drag.
import type { Chart, Plugin } from "chart.js";
import type { Palette } from "./palette";

/** Shorter drags are clicks, in pixels. */
const least = 6;

export function zoomPlugin(zoomed: (from: number, to: number) => void, theme: () => Palette): Plugin {
  let start: number | null = null;
  let now = 0;
  const within = (chart: Chart, event: PointerEvent): number =>
    Math.min(chart.chartArea.right, Math.max(chart.chartArea.left, event.clientX - chart.canvas.getBoundingClientRect().left));
  return {
    id: "zoom",
    afterInit(chart: Chart): void {
      chart.canvas.addEventListener("pointerdown", (event) => {
        if (event.button !== 0 || event.pointerType === "touch") return;
        start = now = within(chart, event);
        chart.canvas.setPointerCapture(event.pointerId);
      });
      chart.canvas.addEventListener("pointermove", (event) => {
        if (start === null) return;
        now = within(chart, event);
        chart.draw();
      });
      chart.canvas.addEventListener("pointercancel", () => { start = null; chart.draw(); });
      chart.canvas.addEventListener("pointerup", () => {
        if (start === null) return;
        const [left, right] = [Math.min(start, now), Math.max(start, now)];
        start = null;
        chart.draw();
        const x = chart.scales.x!;
        if (right - left >= least) zoomed(x.getValueForPixel(left)!, x.getValueForPixel(right)!);
      });
    },
    afterDraw(chart: Chart): void {
      if (start === null) return;
      const { ctx, chartArea: area } = chart;
      ctx.save();
      ctx.globalAlpha = 0.15;
      ctx.fillStyle = theme().accent;
      ctx.fillRect(Math.min(start, now), area.top, Math.abs(now - start), area.height);
      ctx.restore();
    },
  };
}
