// Fields for a moment are in UTC without a script; with one they are in the reader's time zone, and what is sent stays UTC.
import { zone } from "./say";

export function startLocalFields(): void {
  localFields();
  document.addEventListener("htmx:after:swap", localFields);
}

function localFields(): void {
  for (const field of document.querySelectorAll<HTMLInputElement>("input[data-utc]")) {
    const sent = document.createElement("input");
    sent.type = "hidden";
    sent.name = field.name;
    sent.value = field.value;
    field.removeAttribute("name");
    field.removeAttribute("data-utc");
    field.after(sent);
    if (field.value) field.value = wall(Date.parse(`${field.value}Z`));
    field.addEventListener("input", () => { sent.value = field.value ? new Date(instant(field.value)).toISOString().slice(0, 16) : ""; });
    const named = field.closest("label")?.querySelector("[data-zone-name]");
    if (named) named.textContent = zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  }
}

/** As a field wants it: 2026-03-02T12:00. */
const wall = (at: number): string => new Date(at).toLocaleString("sv-SE", { timeZone: zone }).slice(0, 16).replace(" ", "T");

/** The moment of a wall time. Twice corrected, so that it is right beside a change of the clock, too; of an hour that comes twice it is one. */
function instant(value: string): number {
  const asUtc = Date.parse(`${value}Z`);
  let at = asUtc;
  for (let round = 0; round < 2; round++) at += asUtc - Date.parse(`${wall(at)}Z`);
  return at;
}
