/** A press with the pointer leaves the keys with the page: what is pressed does not take the focus, and what has it lets go.
 *  For `mousedown` of widgets that take keys when Tab leads to them. */
export function leaveKeys(e: { preventDefault(): void }): void {
  e.preventDefault();
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}
