import type { Page } from "playwright-core";

/** One thing that keeps somebody from using a page. */
export interface Barrier {
  readonly what: "no name" | "headings" | "contrast" | "too small" | "language" | "id twice";
  readonly where: string;
}

/**
 * Looks for barriers in what a page shows: controls without a name or smaller than a finger, headings
 * that skip a level, text with less contrast than WCAG's AA, ids that are there twice.
 */
export async function barriersOf(page: Page): Promise<Barrier[]> {
  // Before its style sheet is there, everything is too small.
  await page.waitForLoadState("load");
  return page.evaluate(findBarriers);
}

/** Runs in the page; so it uses nothing from outside itself. */
function findBarriers(): Barrier[] {
  // Colours on their way from one to another are nobody's choice.
  for (const animation of document.getAnimations()) animation.finish();
  const isShown = (element: Element) =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const all = [...document.querySelectorAll("body *")];
  const shown = all.filter(isShown);
  const where = (element: Element) =>
    `${element.tagName.toLowerCase()} "${(element.textContent ?? "").trim().slice(0, 40)}"`;

  const nameOf = (element: Element): string => {
    const labelled = element.getAttribute("aria-labelledby")?.split(" ") ?? [];
    const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : [];
    const texts = [
      element.getAttribute("aria-label"),
      ...labelled.map((id) => document.getElementById(id)?.textContent),
      ...labels.map((label) => label.textContent),
      element.textContent,
    ];
    return texts.find((text) => text !== null && text !== undefined && text.trim() !== "") ?? "";
  };
  const controls = all.filter(
    (element) =>
      element.matches("a[href], button, input:not([type=hidden]), select, textarea") &&
      (isShown(element) || element.matches("input[type=radio]")),
  );
  const nameless = controls.filter((control) => nameOf(control) === "");
  const small = controls.filter((control) => {
    if (control.matches(".skip")) return false;
    const { width, height } = (control.closest("label") ?? control).getBoundingClientRect();
    return Math.max(height, width) < 44 || Math.min(height, width) < 24;
  });

  const levels = shown
    .filter((element) => element.matches("h1, h2, h3, h4"))
    .map((element) => ({ element, level: Number(element.tagName[1]) }));
  const skips = levels.filter(({ level }, index) => level > (levels[index - 1]?.level ?? 0) + 1);

  const parts = (color: string) => (color.match(/[\d.]+/g) ?? []).map(Number);
  const brightness = ([red = 0, green = 0, blue = 0]: readonly number[]) => {
    const [r = 0, g = 0, b = 0] = [red, green, blue].map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const groundOf = (element: Element | null): readonly number[] => {
    if (element === null) return [255, 255, 255];
    const color = parts(getComputedStyle(element).backgroundColor);
    return (color[3] ?? 1) === 0 ? groundOf(element.parentElement) : color;
  };
  const pale = shown.filter((element) => {
    const hasText = [...element.childNodes].some(
      ({ nodeType, textContent }) => nodeType === 3 && textContent?.trim() !== "",
    );
    // Of what cannot be chosen at the moment WCAG asks for no contrast.
    const isIdle = element.closest("[aria-busy=true], [inert], :disabled, :disabled + *") !== null;
    if (!hasText || isIdle || element.closest(".skip, .unseen, noscript")) return false;
    const { color, fontSize, fontWeight } = getComputedStyle(element);
    const [one, other] = [brightness(parts(color)), brightness(groundOf(element))];
    const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    const px = Number.parseFloat(fontSize);
    const isLarge = px >= 24 || (px >= 18.66 && Number(fontWeight) >= 700);
    return contrast < (isLarge ? 3 : 4.5);
  });

  const ids = all.map(({ id }) => id).filter((id) => id !== "");
  const twice = all.filter(({ id }) => id !== "" && ids.indexOf(id) !== ids.lastIndexOf(id));
  const of = (what: Barrier["what"], elements: readonly Element[]) =>
    elements.map((element) => ({ what, where: where(element) }));
  return [
    ...of("no name", nameless),
    ...of("too small", small),
    ...of(
      "headings",
      skips.map(({ element }) => element),
    ),
    ...of("contrast", pale),
    ...of("id twice", twice),
    ...of("language", document.documentElement.lang === "" ? [document.documentElement] : []),
    ...of("headings", document.querySelectorAll("h1").length === 1 ? [] : [document.body]),
  ];
}
