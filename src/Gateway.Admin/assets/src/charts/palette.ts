// The colours of a chart, read from the style sheet's tokens, so that every theme has its own.

export interface Palette {
  text: string;
  quiet: string;
  line: string;
  page: string;
  accent: string;
  error: string;
  font: string;
  series: string[];
  other: string;
}

export const colours = 6;
const dashes = [[], [7, 4], [2, 3], [10, 3, 2, 3]];

export function palette(): Palette {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    text: token("text"),
    quiet: token("quiet"),
    line: token("line"),
    page: token("page"),
    accent: token("accent"),
    error: token("error"),
    font: token("font"),
    series: Array.from({ length: colours }, (_, index) => token(`series-${index + 1}`)),
    other: token("series-other"),
  };
}

export const colour = (theme: Palette, index: number, name: string): string =>
  name === "other" ? theme.other : theme.series[index % colours]!;

/** From the seventh series on the colours come again, with another stroke. */
export const dash = (index: number, name: string): number[] => (name === "other" ? [] : dashes[Math.floor(index / colours) % dashes.length]!);

/** Bars have no stroke to dash: from the seventh series on they are hatched. */
export function fill(theme: Palette, index: number, name: string): string | CanvasPattern {
  const solid = colour(theme, index, name);
  if (index < colours || name === "other") return solid;
  const tile = document.createElement("canvas");
  tile.width = tile.height = 6;
  const context = tile.getContext("2d")!;
  context.strokeStyle = solid;
  context.lineWidth = 2;
  for (const shift of [-6, 0, 6]) {
    context.moveTo(shift, 6);
    context.lineTo(shift + 6, 0);
  }
  context.stroke();
  return context.createPattern(tile, "repeat")!;
}

/** Calls back when the theme changes, by choice or with the system. */
export function onTheme(changed: () => void): () => void {
  const chosen = new MutationObserver(changed);
  chosen.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  const media = ["(prefers-color-scheme: dark)", "(forced-colors: active)"].map((query) => matchMedia(query));
  for (const query of media) query.addEventListener("change", changed);
  return () => {
    chosen.disconnect();
    for (const query of media) query.removeEventListener("change", changed);
  };
}
