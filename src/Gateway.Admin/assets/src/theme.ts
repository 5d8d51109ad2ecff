// The theme switch: at once, and remembered by the server's cookie. Without script the form does the same by a reload.
export function startTheme(): void {
  const form = document.querySelector<HTMLFormElement>("[data-theme-form]");
  form?.addEventListener("submit", (event) => {
    const button = (event as SubmitEvent).submitter as HTMLButtonElement | null;
    if (!button) return;
    event.preventDefault();
    document.documentElement.dataset.theme = button.value;
    for (const other of form.querySelectorAll("button")) other.setAttribute("aria-pressed", String(other === button));
    void fetch(form.action, { method: "POST", body: new FormData(form, button), redirect: "manual" });
    closeMenu(form);
  });
  document.addEventListener("keydown", (event) => {
    const menu = (event.target as Element).closest?.("details.menu[open]");
    if (event.key === "Escape" && menu) closeMenu(menu);
  });
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.menu[open]")) {
      if (!menu.contains(event.target as Node)) menu.open = false;
    }
  });
}

function closeMenu(inside: Element): void {
  const menu = inside.closest("details");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary")?.focus();
}
