// Numbers and times as people read them: the browser's half of Words/Say.cs.
import type { Call } from "./messages";

/** The reader's own choice; without one, the browser's. */
export const zone = document.body.dataset.zone || undefined;

export const nothing = "–";

const grouped = (value: number, places: number): string =>
  value.toLocaleString("en-US", { minimumFractionDigits: places, maximumFractionDigits: places });

export function count(value: number): string {
  if (value >= 10_000_000) return grouped(value / 1_000_000, 1) + "M";
  if (value >= 999_500) return grouped(value / 1_000_000, 2) + "M";
  if (value >= 100_000) return grouped(value / 1_000, 0) + "k";
  return grouped(value, 0);
}

export function rate(value: number | null): string {
  if (value === null) return nothing;
  if (value === 0) return "0";
  return value < 10 ? value.toFixed(1) : count(Math.round(value));
}

export function dollars(value: number | null): string {
  if (value === null) return nothing;
  if (value === 0) return "$0.00";
  if (value < 0.0001) return "<$0.0001";
  return "$" + (value < 0.1 ? value.toFixed(4) : grouped(value, 2));
}

export const percent = (value: number | null): string =>
  value === null ? nothing : value.toLocaleString("en-US", { maximumFractionDigits: Math.abs(value) < 1 ? 4 : 2 }) + " %";

export function milliseconds(value: number | null): string {
  if (value === null) return nothing;
  if (value < 1_000) return value.toFixed(0) + " ms";
  if (value < 60_000) return (value / 1_000).toFixed(2) + " s";
  return `${Math.floor(value / 60_000)} min ${Math.floor(value / 1_000) % 60} s`;
}

export function cost(call: Call): string {
  if (call.price_status === "unpriced") return "unpriced";
  return (call.price_status === "partial" ? "≥ " : "") + dollars(call.cost_usd);
}

export function tokens(call: Call): string {
  const one = (value: number): string =>
    call.tokens.source === "none" ? nothing : (call.tokens.source === "estimated" ? "~" : "") + count(value);
  return `${one(call.tokens.input)} / ${one(call.tokens.output)}`;
}

export type Kind = "rate" | "usd" | "percent" | "ms" | "count";

export function metric(kind: Kind, value: number | null): string {
  switch (kind) {
    case "usd": return dollars(value);
    case "percent": return percent(value);
    case "ms": return milliseconds(value);
    case "count": return count(value ?? 0);
    case "rate": return rate(value);
  }
}

/** A value in a unit of the metric catalog. */
export function inUnit(unit: string, value: number | null): string {
  if (value === null) return nothing;
  switch (unit) {
    case "%": return percent(value);
    case "usd": return value > 0 && value < 0.0001 ? "$" + value.toFixed(9).replace(/0+$/, "") : dollars(value);
    case "usd/h": return dollars(value) + " an hour";
    case "ms": return milliseconds(value);
    case "s": case "tokens/s": return `${plain(value)} ${unit}`;
    default: return plain(value);
  }
}

/** The same, and of counts what is counted. */
export function quantity(unit: string, value: number): string {
  const counted = ["calls", "tokens", "users", "models"].includes(unit);
  return inUnit(unit, value) + (counted ? ` ${value === 1 ? unit.slice(0, -1) : unit}` : "");
}

const plain = (value: number): string => value.toLocaleString("en-US", { maximumFractionDigits: 3 });

/** A mark of an axis, as short as can be. */
export function mark(unit: string, value: number): string {
  const short = (number: number): string => number.toLocaleString("en-US", { notation: "compact", maximumSignificantDigits: 3 });
  switch (unit) {
    case "%": return short(value) + " %";
    case "usd": case "usd/h": return Number.isInteger(value) ? "$" + short(value) : dollars(value);
    case "ms": return value < 1_000 ? short(value) + " ms" : short(value / 1_000) + " s";
    default: return short(value);
  }
}

/** In the reader's own time zone; the exact UTC instant is in the title. */
export const clock = (at: Date): string => at.toLocaleTimeString("en-GB", { hour12: false, timeZone: zone });

/** Day and time. */
export const stamp = (at: Date): string => `${at.toLocaleDateString("sv-SE", { timeZone: zone }).slice(5)} ${clock(at)}`;

export const exact = (at: Date): string => at.toISOString().slice(0, 19).replace("T", " ") + " UTC";

export const span = (start: Date, end: Date): string => `Ended ${exact(end)}, started ${exact(start)}`;

export function ago(then: Date, now: Date): string {
  const seconds = Math.floor((now.getTime() - then.getTime()) / 1_000);
  if (seconds < 10) return "just now";
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h ago`;
  if (seconds < 60 * 86_400) return `${Math.floor(seconds / 86_400)} d ago`;
  return then.toISOString().slice(0, 10);
}
