import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { Router } from "express";
import { build } from "rolldown";

const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path fill="#0b6a64" d="M16 2a14 14 0 1 1-11 5.300L5 24a3 3 0 0 0 5 2V16A14 14 0 0 0 16 2z"/></svg>`;

const pathOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** The script of the pages: `client/` and the library's browser part as one file. */
async function bundledClient(): Promise<string> {
  const { output } = await build({
    input: pathOf("./client/main.ts"),
    platform: "browser",
    // Resolves the library's own names to its source.
    tsconfig: pathOf("../../tsconfig.json"),
    output: { format: "esm", minify: true },
    write: false,
    logLevel: "warn",
  });
  return output[0].code;
}

/** Bundles the pages' script and serves it, with the style sheet; Express answers 304 by `ETag`. */
export async function assets(): Promise<Router> {
  const files = {
    "client.js": { type: "text/javascript", text: await bundledClient() },
    "style.css": { type: "text/css", text: await readFile(pathOf("../shared/style.css"), "utf8") },
    "icon.svg": { type: "image/svg+xml", text: ICON },
  };
  const router = Router();
  for (const [name, { type, text }] of Object.entries(files)) {
    router.get(`/${name}`, (_request, response) => {
      response.type(type).set("cache-control", "no-cache").send(text);
    });
  }
  return router;
}
