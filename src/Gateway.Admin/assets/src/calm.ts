// Nothing moves under the pointer or the focus.

/** Somebody points at the element or works inside it. */
export function isBusy(element: Element): boolean {
  return element.matches(":hover") || element.contains(document.activeElement);
}
