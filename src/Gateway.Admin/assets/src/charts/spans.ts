// Shaded spans behind the lines, such as the times in which a rule would have fired.
import type { Chart, Plugin } from "chart.js";
import type { Palette } from "./palette";

/** From and to are milliseconds since 1970. */
export interface Span {
  from: number;
  to: number;
  label: string;
}

export function spansPlugin(spans: () => Span[], theme: () => Palette): Plugin {
  return {
    id: "spans",
    beforeDatasetsDraw(chart: Chart): void {
      const { ctx, chartArea: area } = chart;
      const x = chart.scales.x!;
      ctx.save();
      ctx.font = `11px ${theme().font}`;
      for (const span of spans()) {
        const left = Math.max(area.left, x.getPixelForValue(span.from));
        // A short span is still to be seen.
        const width = Math.max(2, Math.min(area.right, x.getPixelForValue(span.to)) - left);
        if (left > area.right || left + width < area.left) continue;
        ctx.globalAlpha = 0.14;
        ctx.fillStyle = theme().error;
        ctx.fillRect(left, area.top, width, area.height);
        ctx.globalAlpha = 1;
        ctx.fillRect(left, area.top, width, 2);
        if (ctx.measureText(span.label).width + 8 > width) continue;
        ctx.fillStyle = theme().text;
        ctx.fillText(span.label, left + 4, area.top + 14);
      }
      ctx.restore();
    },
  };
}
