// Keyboard shortcuts. The server lists them (Shortcuts/Shortcut.cs) with each person's own keys; pages register what they do.
// Where a person turned them off there is no list, and nothing here does anything.

/** How long the second key of two may take, in milliseconds. */
const patience = 1_500;
const known = new Map<string, () => void>();
let first = "";
let forget: number | undefined;

/** Runs `run` when the keys of `id` are pressed, and lists it. A page registers while it starts, and only what it can do. */
export function registerShortcut(id: string, run: () => void): void {
  const entry = list()?.querySelector<HTMLElement>(`[data-shortcut="${CSS.escape(id)}"]`);
  if (!entry) return;
  known.set(entry.dataset.keys!, run);
  entry.hidden = false;
  entry.closest("section")!.hidden = false;
}

export function startShortcuts(): void {
  if (!list()) return;
  registerShortcut("help", () => list()!.showModal());
  const search = document.querySelector<HTMLInputElement>("main input[type='search']");
  if (search) registerShortcut("search", () => search.focus());
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-go]")) {
    registerShortcut(`go.${link.dataset.go}`, () => link.click());
  }
  document.addEventListener("keydown", press);
}

function press(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.repeat && first || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target as Element)) return;
  const keys = first ? `${first} ${event.key}` : event.key;
  const run = known.get(keys) ?? known.get(event.key);
  clearTimeout(forget);
  first = "";
  if (run) {
    event.preventDefault();
    run();
  } else if ([...known.keys()].some((other) => other.startsWith(`${event.key} `))) {
    first = event.key;
    forget = setTimeout(() => (first = ""), patience);
  }
}

/** Letters belong to fields, to lists that jump to what is typed, and to an open dialog. */
function isTyping(target: Element): boolean {
  return document.querySelector("dialog[open]") !== null
    || target.closest?.("textarea, select, [contenteditable]:not([contenteditable='false'])") != null
    || (target instanceof HTMLInputElement && !["checkbox", "radio", "button", "submit"].includes(target.type));
}

const list = (): HTMLDialogElement | null => document.querySelector<HTMLDialogElement>("#shortcuts");
