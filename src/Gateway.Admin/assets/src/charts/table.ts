// The same numbers as a table, for whoever reads rather than looks. The page's own table is used where there is one.
import { Clockwork } from "./clockwork";
import type { ChartData } from "./data";
import { inUnit } from "../say";

export function makeTable(data: ChartData, caption: string): HTMLTableElement {
  const table = document.createElement("table");
  table.className = "table chart-numbers";
  table.createCaption().textContent = caption;
  table.caption!.className = "sr";
  const head = table.createTHead().insertRow();
  ["Time", ...data.series.map((series) => series.name)].forEach((name, index) => {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = name;
    cell.classList.toggle("num", index > 0);
    head.append(cell);
  });
  fill(table.createTBody(), data);
  return table;
}

function fill(body: HTMLTableSectionElement, data: ChartData): void {
  const clockwork = new Clockwork(data.timeZone);
  data.times.forEach((at, index) => {
    const row = body.insertRow();
    const time = document.createElement("time");
    time.dateTime = new Date(at).toISOString();
    time.textContent = clockwork.full(at, data.step);
    const name = document.createElement("th");
    name.scope = "row";
    name.append(time);
    row.append(name);
    for (const series of data.series) {
      const cell = row.insertCell();
      cell.className = "num";
      cell.textContent = inUnit(data.unit, series.values[index] ?? null);
    }
  });
}
