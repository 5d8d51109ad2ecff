// A part of the page that changes its height between the press of a button and its release moves the button away, and the press counts for nothing.

/** How long a press may keep parts from changing, in milliseconds: not every release is heard of. */
const longest = 5_000;

let pressed: Promise<void> = Promise.resolve();
let release = (): void => undefined;

export function startPresses(): void {
  document.addEventListener("pointerdown", () => {
    pressed = new Promise((released) => {
      release = released;
      setTimeout(released, longest);
    });
  });
  // The click comes behind the release.
  for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => setTimeout(release));
}

/** When nothing is pressed. */
export const nothingPressed = (): Promise<void> => pressed;
