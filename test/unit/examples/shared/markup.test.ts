import { expect, it } from "vitest";
import { embedded, html } from "../../../../examples/shared/markup.ts";

it("escapes whatever is put in, in texts and in attributes", () => {
  const name = `<img src=x onerror="alert('1')"> & Co`;
  expect(`${html`<p title="${name}">${name}</p>`}`).toBe(
    [
      '<p title="&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; Co">',
      "&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; Co</p>",
    ].join(""),
  );
});

it("escapes markup once, alone and in lists", () => {
  const item = (text: string) => html`<li>${text}</li>`;
  expect(`${html`<ul>${["a", "<b>"].map(item)}</ul>`}`).toBe(
    "<ul><li>a</li><li>&lt;b&gt;</li></ul>",
  );
});

it("takes a string that looks like markup for a text", () => {
  expect(`${html`${`${html`<b>x</b>`}`}`}`).toBe("&lt;b&gt;x&lt;/b&gt;");
});

it("writes nothing for what is not there, and numbers as they are", () => {
  expect(`${html`[${undefined}${false}${0}]`}`).toBe("[0]");
});

it("embeds data that cannot end its element, and reads back the same", () => {
  const data = { name: "</script><script>alert(1)</script><!--" };
  const [, json = ""] = /<script[^>]*>(.*)<\/script>$/.exec(`${embedded("data", data)}`) ?? [];
  expect(json).not.toContain("<");
  expect(JSON.parse(json)).toEqual(data);
});
