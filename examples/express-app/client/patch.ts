import type { Markup } from "../../shared/markup.ts";

/**
 * Makes an element's children those of the markup. Elements with the same `data-key` stay the same
 * elements, so that focus, scrolling and what has been typed survive.
 */
export function patch(element: Element, markup: Markup): void {
  const template = document.createElement("template");
  template.innerHTML = `${markup}`;
  patchChildren(element, template.content);
}

const keyOf = (element: Element): string | undefined =>
  (element as Partial<HTMLElement>).dataset?.key;

function patchChildren(old: Element, wanted: ParentNode & Node): void {
  const next = [...wanted.children];
  if (next.length === 0 || next.some((child) => keyOf(child) === undefined)) {
    old.replaceChildren(...wanted.childNodes);
    return;
  }
  const known = new Map([...old.children].map((child) => [keyOf(child), child]));
  const stays = next.map((child) => {
    const kept = known.get(keyOf(child));
    if (kept?.tagName !== child.tagName) return child;
    patchElement(kept, child);
    return kept;
  });
  const kept = new Set<Node>(stays);
  for (const child of [...old.childNodes]) if (!kept.has(child)) child.remove();
  // What stands in its place already is not moved: an element that is moved loses the focus.
  let place = old.firstChild;
  for (const child of stays) {
    if (child === place) place = child.nextSibling;
    else old.insertBefore(child, place);
  }
}

function patchElement(old: Element, wanted: Element): void {
  if (old.isEqualNode(wanted)) return;
  for (const { name } of [...old.attributes]) {
    if (!wanted.hasAttribute(name)) old.removeAttribute(name);
  }
  for (const { name, value } of [...wanted.attributes]) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  // Once somebody has pressed a radio button its attribute says nothing any more.
  if (old instanceof HTMLInputElement && old.type === "radio") {
    old.checked = wanted.hasAttribute("checked");
  }
  patchChildren(old, wanted);
}
