/** Markup whose texts are escaped: only {@link html} makes it. */
export class Markup {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

type Value = string | number | false | undefined | Markup | readonly Markup[];

/** Escapes everything put in, unless it is markup itself. `false` and `undefined` are nothing. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  const texts = parts.map((part, index) => `${part}${written(values[index])}`);
  return new Markup(texts.join(""));
}

/**
 * Data for the page's script, in an element that browsers do not run. `<` is written as JSON can:
 * nothing in it ends the element.
 */
export const embedded = (id: string, data: unknown): Markup =>
  new Markup(
    `<script type="application/json" id="${id}">${JSON.stringify(data).replaceAll("<", "\\u003c")}</script>`,
  );

function written(value: Value): string {
  if (value === false || value === undefined) return "";
  if (value instanceof Markup) return value.toString();
  if (typeof value === "object") return value.join("");
  return String(value).replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
