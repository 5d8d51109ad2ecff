// How Chart.js draws our data: two linear axes, our own words for times and units, no movement for whoever wants none.
import { BarController, BarElement, Chart, Filler, LinearScale, LineController, LineElement, PointElement, Tooltip, type ChartConfiguration, type ChartDataset, type Plugin } from "chart.js";
import { inUnit, mark } from "../say";
import { Clockwork } from "./clockwork";
import { end, middle, type ChartData } from "./data";
import { colour, dash, fill, type Palette } from "./palette";

Chart.register(BarController, BarElement, Filler, LinearScale, LineController, LineElement, PointElement, Tooltip);

export type Form = "line" | "area" | "bar";
type Kind = "line" | "bar";

/** Pixels between two marks of the time axis. */
const room = 90;

export function configuration(data: ChartData, form: Form, stacked: boolean, theme: Palette, reach: number | undefined, plugins: Plugin[]): ChartConfiguration<Kind> {
  const clockwork = new Clockwork(data.timeZone);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const last = data.times.length - 1;
  const [min, max] = [data.times[0] ?? 0, last < 0 ? 1 : Math.max(end(data, last), data.times[0]! + 1)];
  return {
    type: form === "bar" ? "bar" : "line",
    data: { datasets: datasets(data, form, stacked, theme) },
    plugins: plugins as Plugin<Kind>[],
    options: {
      parsing: false,
      normalized: true,
      responsive: true,
      maintainAspectRatio: false,
      animation: still ? false : { duration: 180 },
      interaction: { mode: "index", intersect: false },
      scales: {
        x: {
          type: "linear",
          min,
          max,
          stacked,
          offset: false,
          grid: { display: false },
          border: { color: theme.line },
          afterBuildTicks: (axis) => { axis.ticks = clockwork.marks(min, max, Math.max(2, Math.floor(axis.chart.width / room))).map((value) => ({ value })); },
          ticks: { color: theme.quiet, font: { family: theme.font, size: 11 }, maxRotation: 0, autoSkip: true, callback: (value) => clockwork.mark(Number(value), max - min) },
        },
        y: {
          type: "linear",
          beginAtZero: true,
          suggestedMax: reach,
          stacked,
          grid: { color: theme.line },
          border: { display: false },
          ticks: { color: theme.quiet, font: { family: theme.font, size: 11 }, maxTicksLimit: 6, callback: (value) => mark(data.unit, Number(value)) },
        },
      },
      plugins: {
        tooltip: {
          animation: still ? false : { duration: 80 },
          backgroundColor: theme.text,
          titleColor: theme.page,
          bodyColor: theme.page,
          bodyFont: { family: theme.font, size: 12 },
          titleFont: { family: theme.font, size: 12 },
          filter: (item) => !stacked || item.parsed.y !== 0,
          itemSort: (a, b) => (b.parsed.y ?? 0) - (a.parsed.y ?? 0),
          callbacks: {
            title: (items) => (items[0] ? clockwork.full(data.times[items[0].dataIndex]!, data.step) : ""),
            label: (item) => `${item.dataset.label}: ${inUnit(data.unit, item.parsed.y)}`,
          },
        },
      },
    },
  };
}

function datasets(data: ChartData, form: Form, stacked: boolean, theme: Palette): ChartDataset<Kind>[] {
  return data.series.map((series, index) => {
    const own = colour(theme, index, series.name);
    const points = series.values.map((y, at) => ({ x: middle(data, at), y: y as number }));
    return form === "bar"
      ? { label: series.name, data: points, backgroundColor: fill(theme, index, series.name), borderWidth: 0, maxBarThickness: 48, barPercentage: 0.92, categoryPercentage: 0.96 }
      : {
          label: series.name,
          data: points,
          borderColor: own,
          backgroundColor: form === "area" ? `${own}38` : own,
          fill: form === "area" ? (stacked && index > 0 ? "-1" : "origin") : false,
          borderDash: dash(index, series.name),
          borderWidth: 1.75,
          borderJoinStyle: "round",
          // One value alone between two gaps has no line: it needs its point.
          pointRadius: (context) => (alone(series.values, context.dataIndex) ? 2.5 : 0),
          pointHoverRadius: 4,
          pointHoverBackgroundColor: own,
        };
  });
}

const alone = (values: (number | null)[], at: number): boolean => (values[at - 1] ?? null) === null && (values[at + 1] ?? null) === null;
