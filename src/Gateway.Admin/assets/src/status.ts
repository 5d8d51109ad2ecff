// The one polite status region. Ticking numbers are never announced, only results and changes of state.
let clear: number | undefined;

export function say(words: string): void {
  const region = document.getElementById("status");
  if (!region) return;
  region.textContent = words;
  clearTimeout(clear);
  clear = setTimeout(() => (region.textContent = ""), 8_000);
}
