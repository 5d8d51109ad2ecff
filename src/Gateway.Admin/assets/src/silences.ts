// "Lasts" and "Ends" say the same thing: whichever is changed last shows in both, as the server reads them.
export function startSilences(): void {
  const lasts = document.querySelector<HTMLSelectElement>("[data-lasts]");
  const ends = document.querySelector<HTMLInputElement>("[data-ends]");
  if (!lasts || !ends) return;
  let length = lasts.value === "at" ? "1h" : lasts.value;
  ends.addEventListener("input", () => { lasts.value = ends.value ? "at" : length; });
  lasts.addEventListener("change", () => {
    if (lasts.value === "at") return ends.focus();
    length = lasts.value;
    ends.value = "";
    ends.dispatchEvent(new Event("input"));
  });
}
