// Whoever leaves the builder with changes that are not saved is asked first.

/** Fields that are no part of the rule. What is written as JSON is one once it is taken over. */
const others = new Set(["__RequestVerificationToken", "version", "range", "shown", "json"]);

export function startLeaving(): void {
  if (!document.querySelector("#builder-form [value=save]")) return;
  const begun = written();
  let isSaved = false;
  addEventListener("beforeunload", (event) => { if (!isSaved && written() !== begun) event.preventDefault(); });
  document.addEventListener("htmx:after:request", (event) => {
    const to = (event as CustomEvent<{ ctx: { hx?: { redirect?: string } } }>).detail.ctx.hx?.redirect;
    // Saving leads to the rule's own page; the end of the session leads to the login.
    if (to?.startsWith(document.getElementById("builder")!.dataset.url!)) isSaved = true;
  });
}

/** All that the fields say, and the JSON where somebody has changed it. */
function written(): string {
  const form = document.querySelector<HTMLFormElement>("#builder-form")!;
  const json = form.querySelector<HTMLTextAreaElement>("[data-json]")!;
  const fields = [...new FormData(form)].filter(([name]) => !others.has(name));
  return JSON.stringify([fields, json.value === json.defaultValue ? null : json.value]);
}
