/** An element that the server's markup has. */
export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`The page has no #${id}.`);
  return found;
}

/** What was pressed: the nearest element around it that has the attribute. */
export function pressed(event: Event, attribute: string): HTMLElement | undefined {
  const { target } = event;
  if (!(target instanceof Element)) return undefined;
  const found = target.closest<HTMLElement>(`[${attribute}]`);
  return found === null || found.ariaDisabled === "true" ? undefined : found;
}
