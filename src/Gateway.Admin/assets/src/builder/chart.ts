// What the engine saw, with the threshold to take hold of and the times in which the rule would have fired.
import { zone } from "../say";
import type { ChartData, ChartHandle, Span, Threshold } from "../charts/chart";

interface History {
  from: string;
  to: string;
  step_seconds: number;
  values: (number | null)[];
  threshold: number;
  name: string;
  unit: string;
  path: string;
  spans: { from: string; to: string; group: string }[];
}

export class HistoryChart {
  private handle: ChartHandle | null = null;
  private drawn = "";

  /** Draws what the page holds now; keeps the chart, and with it the focus, as long as it shows the same measure. */
  draw(): void {
    const json = document.getElementById("history-data")?.dataset.json;
    const figure = document.getElementById("history-chart");
    if (!figure) return;
    figure.hidden = !json;
    if (!json) return;
    void this.show(figure, JSON.parse(json) as History);
  }

  private async show(figure: HTMLElement, history: History): Promise<void> {
    const charts = await import("../charts/chart");
    const key = `${history.path} ${history.unit}`;
    if (this.handle && this.drawn === key) {
      this.handle.show(data(history));
      this.handle.setThreshold(threshold(history));
      this.handle.setSpans(spans(history));
      return;
    }

    this.handle?.destroy();
    this.drawn = key;
    this.handle = charts.drawChart(figure, data(history), { form: "line", name: "What the engine saw", threshold: threshold(history), spans: spans(history) });
  }
}

const data = (history: History): ChartData => ({
  times: history.values.map((_, index) => Date.parse(history.from) + index * history.step_seconds * 1_000),
  step: history.step_seconds * 1_000,
  series: [{ name: history.name, values: history.values }],
  unit: history.unit,
  timeZone: zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
});

const spans = (history: History): Span[] =>
  history.spans.map((span) => ({ from: Date.parse(span.from), to: Date.parse(span.to), label: span.group }));

/** Moving the line is typing into the condition's field. */
function threshold(history: History): Threshold {
  // Found anew at each move: the form may have been swapped meanwhile.
  const find = (): HTMLInputElement | null => document.querySelector<HTMLInputElement>(`input[data-threshold="${CSS.escape(history.path)}"]:enabled`);
  const line = { value: history.threshold, label: "Threshold" };
  if (!find()) return line;
  return {
    ...line,
    onMove: (value, done) => {
      const field = find();
      if (!field) return;
      field.value = String(value);
      if (done) field.dispatchEvent(new Event("input", { bubbles: true }));
    },
  };
}
