import { fileURLToPath } from "node:url";
import ts from "typescript";
import { expect, it } from "vitest";

const path = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));

/** Every place of the exported types where `any` would let a mistake through. */
function placesOfAny(entries: readonly string[], extra: Readonly<Record<string, string>> = {}) {
  const { config } = ts.readConfigFile(path("tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, path("."));
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile } = host;
  host.fileExists = (name) => name in extra || fileExists(name);
  host.readFile = (name) => extra[name] ?? readFile(name);
  const program = ts.createProgram({ rootNames: [...entries], options, host });
  const checker = program.getTypeChecker();
  const found: string[] = [];
  const seen = new Set<ts.Type>();

  // The platform's types, Keyv's and MSW's hold some, and nobody here can help it.
  const isForeign = (declaration: ts.Declaration) =>
    declaration.getSourceFile().fileName.includes("/node_modules/");
  const isForeignType = ({ symbol }: ts.Type) =>
    (symbol as ts.Symbol | undefined)?.declarations?.some((declaration) => {
      const isNamed = ts.isInterfaceDeclaration(declaration) || ts.isClassDeclaration(declaration);
      return isNamed && isForeign(declaration);
    }) === true;
  const isOwn = ({ declarations = [], name }: ts.Symbol) =>
    !name.startsWith("#") && !declarations.some(isForeign);

  const walk = (type: ts.Type, place: string): void => {
    if ((type.flags & ts.TypeFlags.Any) !== 0) {
      found.push(place);
      return;
    }
    if (seen.has(type)) return;
    seen.add(type);
    if (type.isUnionOrIntersection()) {
      for (const part of type.types) walk(part, place);
      return;
    }
    if ((type.flags & ts.TypeFlags.Object) === 0) return;
    const reference = type as ts.TypeReference;
    if (reference.target !== undefined) {
      for (const argument of checker.getTypeArguments(reference)) walk(argument, `${place}<>`);
    }
    if (isForeignType(type) || checker.isTupleType(type)) return;
    for (const { keyType, type: value } of checker.getIndexInfosOfType(type)) {
      walk(value, `${place}[${checker.typeToString(keyType)}]`);
    }
    for (const kind of [ts.SignatureKind.Call, ts.SignatureKind.Construct]) {
      for (const signature of checker.getSignaturesOfType(type, kind)) {
        walk(signature.getReturnType(), `${place}()`);
        for (const parameter of signature.parameters) {
          walk(checker.getTypeOfSymbol(parameter), `${place}(${parameter.name})`);
        }
      }
    }
    for (const property of checker.getPropertiesOfType(type).filter(isOwn)) {
      walk(checker.getTypeOfSymbol(property), `${place}.${property.name}`);
    }
  };

  let exported = 0;
  for (const entry of entries) {
    const file = program.getSourceFile(entry);
    const module = file && checker.getSymbolAtLocation(file);
    for (const symbol of module ? checker.getExportsOfModule(module) : []) {
      exported += 1;
      const aliased = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
      const target = aliased ? checker.getAliasedSymbol(symbol) : symbol;
      if ((target.flags & ts.SymbolFlags.Type) !== 0) {
        walk(checker.getDeclaredTypeOfSymbol(target), symbol.name);
      }
      if ((target.flags & ts.SymbolFlags.Value) !== 0) {
        walk(checker.getTypeOfSymbol(target), symbol.name);
      }
    }
  }
  return { exported, found };
}

// A program is compiled for each, and other suites run beside it.
const TIMEOUT_MS = 60_000;

it("no exported type holds `any`", { timeout: TIMEOUT_MS }, () => {
  const entries = ["src/index.ts", "src/testing/index.ts", "src/testing/server.ts"].map(path);
  const { exported, found } = placesOfAny(entries);
  expect(exported).toBeGreaterThan(60);
  // Keyv's own default: an application's `Keyv` of whatever value is taken.
  expect(found).toEqual(["KeyvSource<>"]);
});

it("`any` is found wherever it hides", { timeout: TIMEOUT_MS }, () => {
  const name = path("src/probe.ts");
  const text = `
    import * as z from "zod/mini";
    const schema = z.looseObject({ inner: z.any() });
    export type Parsed = Readonly<z.infer<typeof schema>>;
    export interface Deep { readonly a: { b?: readonly any[] } }
    export interface Keyed { [key: string]: any }
    export type Taken = (options: { value: any }) => void;
    export const given = async () => ({ value: JSON.parse("1") });
    export class Held { map = new Map<string, any>(); #own: any; }
    export type Clean = { a: unknown; b: () => Promise<string[]>; signal: AbortSignal };
  `;
  const { found } = placesOfAny([name], { [name]: text });
  expect(found.map((place) => place.split(/[.<([]/)[0])).toEqual([
    "Parsed",
    "Deep",
    "Keyed",
    "Taken",
    "given",
    "Held",
  ]);
});
