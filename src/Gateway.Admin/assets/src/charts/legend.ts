// The legend: a button for each series that shows and hides it.
import { colours } from "./palette";

export function drawLegend(names: string[], shown: (index: number) => boolean, toggle: (index: number) => void): HTMLElement {
  const list = document.createElement("ul");
  list.className = "chart-legend";
  names.forEach((name, index) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = `chart-key ${name === "other" ? "series-other" : `series-${(index % colours) + 1}`}`;
    button.classList.toggle("again", index >= colours && name !== "other");
    button.setAttribute("aria-pressed", String(shown(index)));
    button.append(swatch(), name);
    button.addEventListener("click", () => {
      toggle(index);
      button.setAttribute("aria-pressed", String(shown(index)));
    });
    const item = document.createElement("li");
    item.append(button);
    list.append(item);
  });
  return list;
}

function swatch(): HTMLElement {
  const mark = document.createElement("span");
  mark.className = "chart-swatch";
  mark.setAttribute("aria-hidden", "true");
  return mark;
}
