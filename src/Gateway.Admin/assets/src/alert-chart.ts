// Dragging over the bars of the alert history picks the days from the first bar to the last; a plain click picks one, by its link.
// The fields for both ends stand beside it, for whoever cannot drag.

/** The bar under the button when it went down, and the one under the pointer now. */
let drag: { from: Element; to: Element } | null = null;

export function startAlertChart(): void {
  document.addEventListener("pointerdown", begin);
  document.addEventListener("pointermove", move);
  document.addEventListener("pointerup", end);
  document.addEventListener("pointercancel", () => mark(null));
  // A link that is carried away by the browser ends the drag.
  document.addEventListener("dragstart", (event) => { if (barAt(event)) event.preventDefault(); });
  document.addEventListener("htmx:after:swap", showHint);
  showHint();
}

function begin(event: PointerEvent): void {
  const bar = barAt(event);
  if (bar && event.button === 0 && event.pointerType !== "touch") mark({ from: bar, to: bar });
}

function move(event: PointerEvent): void {
  if (!drag) return;
  // The button was let go outside the window.
  if (event.buttons === 0) return mark(null);
  const bar = barAt(event);
  if (bar && bar !== drag.to) mark({ from: drag.from, to: bar });
}

function end(): void {
  const days = picked();
  mark(null);
  if (days.length > 1) location.assign(between(days[0]!, days.at(-1)!));
}

function mark(next: typeof drag): void {
  const before = picked();
  drag = next;
  for (const bar of before) bar.classList.remove("is-dragged");
  const now = picked();
  if (now.length > 1) for (const bar of now) bar.classList.add("is-dragged");
}

/** From the earlier to the later, whichever way the pointer went. */
function picked(): Element[] {
  if (!drag) return [];
  const bars = [...drag.from.parentElement!.querySelectorAll(":scope > a[href]")];
  const [first, last] = [bars.indexOf(drag.from), bars.indexOf(drag.to)].sort((one, other) => one - other) as [number, number];
  return first < 0 ? [] : bars.slice(first, last + 1);
}

/** The first bar's link, to the last bar's last day. */
function between(first: Element, last: Element): string {
  const [from, to] = [first, last].map((bar) => new URL(bar.getAttribute("href")!, document.baseURI)) as [URL, URL];
  from.searchParams.set("end_date", to.searchParams.get("end_date")!);
  return from.href;
}

const barAt = (event: Event): Element | null => (event.target as Element).closest("[data-bars] > a[href]");

function showHint(): void {
  const hint = document.querySelector<HTMLElement>("[data-bars-hint]");
  if (hint) hint.hidden = false;
}
