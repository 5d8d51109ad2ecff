// What a chart shows. The page's own table holds it, or the API's answer to /api/analytics/timeseries.
import { zone } from "../say";

/** One line or stack; null is a gap: nothing to measure. */
export interface Series {
  name: string;
  values: (number | null)[];
}

export interface ChartData {
  /** Where each bucket begins, as milliseconds since 1970, ascending. */
  times: number[];
  /** Length of the last bucket in milliseconds; 0 for readings at an instant. */
  step: number;
  series: Series[];
  /** A unit of the metric catalog: calls, tokens, usd, ms, %, … */
  unit: string;
  /** IANA name of the zone in which times are written. */
  timeZone: string;
}

/** What the API answers. */
export interface TimeSeriesJson {
  unit: string;
  interval: string;
  time_zone: string;
  times: string[];
  series: { name: string; values: (number | null)[] }[];
}

const lengths: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000, week: 604_800_000 };

export const fromJson = (json: TimeSeriesJson): ChartData => ({
  times: json.times.map((time) => Date.parse(time)),
  step: lengths[json.interval] ?? 0,
  series: json.series,
  unit: json.unit,
  timeZone: json.time_zone,
});

/** Rows are buckets with a `<time datetime>`, columns are series; a cell's number is its `data-value`, and none is a gap. */
export function fromTable(table: HTMLTableElement, figure: HTMLElement): ChartData {
  const rows = [...table.tBodies[0]!.rows].filter((row) => row.querySelector("time"));
  const names = [...table.tHead!.rows[0]!.cells].slice(1).map((cell) => cell.textContent!.trim());
  const number = (text: string | undefined): number | null => (text === undefined || text === "" ? null : Number(text));
  return {
    times: rows.map((row) => Date.parse(row.querySelector("time")!.dateTime)),
    step: Number(figure.dataset.step ?? 0),
    series: names.map((name, index) => ({ name, values: rows.map((row) => number(row.cells[index + 1]?.dataset.value)) })),
    unit: figure.dataset.unit ?? "",
    timeZone: figure.dataset.zone ?? zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
}

/** The middle of a bucket, where its point is drawn. */
export function middle(data: ChartData, index: number): number {
  const start = data.times[index]!;
  return (start + end(data, index)) / 2;
}

export const end = (data: ChartData, index: number): number =>
  data.step === 0 ? data.times[index]! : data.times[index + 1] ?? data.times[index]! + data.step;
