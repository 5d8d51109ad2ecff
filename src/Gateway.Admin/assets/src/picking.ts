// Ticks in the list of alerts: one for all, and how many there are. Without it the ticks work one by one.

const ticks = (): HTMLInputElement[] => [...document.querySelectorAll<HTMLInputElement>(".pick input")];

export function startPicking(): void {
  document.addEventListener("change", (event) => {
    const box = event.target as HTMLInputElement;
    if (box.closest("[data-pick-all]")) for (const tick of ticks()) tick.checked = box.checked;
    if (box.closest("[data-pick-all], .pick, .pick-matching")) show();
  });
  document.addEventListener("htmx:after:swap", show);
  show();
}

function show(): void {
  const all = document.querySelector<HTMLElement>("[data-pick-all]");
  if (!all) return;
  const picked = ticks().filter((tick) => tick.checked).length;
  const box = all.querySelector("input")!;
  box.checked = picked > 0 && picked === ticks().length;
  box.indeterminate = picked > 0 && !box.checked;
  all.querySelector("[data-picked]")!.textContent = picked === 0 ? "Select all" : `${picked} ticked`;
  all.hidden = false;
  const matching = document.querySelector<HTMLInputElement>("[data-pick-matching]")?.checked ?? false;
  all.closest("form")!.toggleAttribute("data-none-picked", picked === 0 && !matching);
  document.querySelector<HTMLElement>("[data-pick-hint]")!.hidden = true;
}
