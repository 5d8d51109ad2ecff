// Short words about what is new, in a corner. Critical ones interrupt and stay until they are dismissed.
import type { Notice } from "./messages";

const stays = 10_000;
const most = 3;

interface Toast {
  title: string;
  sentence: string;
  urgent: boolean;
  href?: string;
}

export function showToasts(fresh: Notice[], linkTo: (notice: Notice) => string, all: string): void {
  const urgent = fresh.filter((notice) => notice.severity === "critical" && (notice.kind === "opened" || notice.kind === "repeated"));
  const others = fresh.filter((notice) => !urgent.includes(notice));
  for (const [notices, isUrgent] of [[urgent, true], [others, false]] as const) {
    if (notices.length > most) showToast({ title: `${notices.length} new ${isUrgent ? "critical " : ""}notifications`, sentence: notices[0]!.title, urgent: isUrgent, href: all });
    else for (const notice of notices) showToast({ title: notice.title, sentence: notice.sentence, urgent: isUrgent, href: linkTo(notice) });
  }
}

export function showToast({ title, sentence, urgent, href }: Toast): void {
  const region = document.getElementById(urgent ? "toasts-urgent" : "toasts");
  if (!region) return;
  const toast = document.createElement("div");
  toast.className = urgent ? "toast is-urgent" : "toast";
  toast.append(named(title, href), text("p", sentence), closer(toast));
  region.append(toast);
  while (region.children.length > most) region.firstElementChild!.remove();
  if (!urgent) leaveLater(toast);
}

/** Not while somebody points at it or works in it. */
function leaveLater(toast: HTMLElement): void {
  setTimeout(() => (toast.matches(":hover, :focus-within") ? leaveLater(toast) : toast.remove()), stays);
}

function named(title: string, href?: string): HTMLElement {
  const name = text(href ? "a" : "strong", title);
  if (href) name.setAttribute("href", href);
  return name;
}

function closer(toast: HTMLElement): HTMLElement {
  const button = text("button", "Dismiss");
  button.className = "button small";
  button.addEventListener("click", () => toast.remove());
  return button;
}

function text(tag: string, words: string): HTMLElement {
  const element = document.createElement(tag);
  element.textContent = words;
  return element;
}
