// Takes the parts of one stage out of the page that the server drew and puts them into ours. Fields are never touched: somebody is typing in them.

/** What has to be asked for: the words, how it stands now, what it would have done. Each part says by which one it changes. */
export type Stage = "draft" | "try" | "history";

export function syncParts(html: string, stage: Stage): void {
  const drawn = new DOMParser().parseFromString(html, "text/html");
  for (const part of document.querySelectorAll<HTMLElement>(`#builder [data-part="${stage}"]`)) {
    const fresh = drawn.getElementById(part.id);
    if (fresh && !fresh.isEqualNode(part)) replace(part, document.adoptNode(fresh));
  }
  if (stage === "draft") {
    syncMistakes();
    syncJson(drawn);
  }
}

function replace(part: HTMLElement, fresh: HTMLElement): void {
  const open = [...part.querySelectorAll("details[open][id]")].map((details) => details.id);
  const shut = [...part.querySelectorAll("details:not([open])[id]")].map((details) => details.id);
  const focus = part.contains(document.activeElement) ? document.activeElement?.id : undefined;
  part.replaceWith(fresh);
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  for (const id of shut) document.getElementById(id)?.removeAttribute("open");
  if (focus) document.getElementById(focus)?.focus();
}

/** A field whose mistake is shown or gone is marked so. */
function syncMistakes(): void {
  for (const words of document.querySelectorAll<HTMLElement>(".wrong[data-of]")) {
    const field = document.getElementById(words.dataset.of!);
    if (words.hidden) field?.removeAttribute("aria-invalid");
    else field?.setAttribute("aria-invalid", "true");
  }
}

/** What somebody has begun to write stays. */
function syncJson(drawn: Document): void {
  const [ours, theirs] = [document, drawn].map((page) => page.querySelector<HTMLTextAreaElement>("[data-json]"));
  if (!ours || !theirs || ours.value !== ours.defaultValue) return;
  ours.defaultValue = theirs.defaultValue;
  ours.value = theirs.defaultValue;
}
