import { mutants } from "./mutants.mjs";
import { mutantsOfMemory } from "./mutants-memory.mjs";
import { mutantsOfRedis } from "./mutants-redis.mjs";

/** What must be noticed from outside, by the names the mutants have. */
const STRICT = [
  "versions read when storing instead of before loading",
  "load joined by its key alone",
  "no fence before sending",
  "fence released after an unknown outcome",
  "no settling after a webhook",
  "webhooks verified but not applied",
  "layers do not record what they read",
  "redis: a restored server's root is believed",
  "redis: a version lives on in the marks that outlive it",
];
const BOUNDED = [
  "memory: own steps forget nothing",
  "memory: trust does not end",
  "memory: any generation will do",
  "memory: a message with a gap before it moves on",
  "redis: a step does not replace the generation",
];

const OWN = [
  {
    name: "breaker: a bump that is held back counts as told",
    file: "src/cache/store-access.ts",
    find: "    return this.#carryOut(this.#breaker.beginSurely(), what, operation);",
    replace:
      "    const begun = this.#breaker.begin();\n    if (begun === undefined) return undefined as T;\n    return this.#carryOut(begun, what, operation);",
  },
  {
    name: "an invalidation that was not confirmed counts as told",
    file: "src/cache/version-registry.ts",
    find: "      return this.keep(changes, error);",
    replace: '      this.keep(changes, error);\n      return "confirmed";',
  },
];

/** Several files are changed where one is not enough. */
const TOGETHER = [
  {
    name: "memory: messages set versions",
    edits: [
      {
        file: "src/stores/redis/scripts.ts",
        find: "told[#told + 1] = key end",
        replace: "told[#told + 1] = step.b and key .. '=' .. step.f or key end",
      },
      {
        file: "src/cache/trusted-versions.ts",
        find: "      this.#versions.delete(key);\n",
        replace:
          '      const [named = key, version] = key.split("=");\n      if (version === undefined) this.#versions.delete(named);\n      else this.#versions.set(named, version);\n',
      },
    ],
  },
];

function called(wanted) {
  const known = [...mutants, ...mutantsOfMemory, ...mutantsOfRedis];
  const found = known.find(({ name }) => name === wanted);
  if (found === undefined) throw new Error(`No mutant is called "${wanted}"`);
  return found;
}

const asEdits = ({ name, file, find, replace, edits = [{ file, find, replace }] }) => ({
  name,
  edits,
});

/** The broken variants that processes on one Redis are fed, and in which mode each is broken. */
export const mutantsOfProcesses = [
  ...[...STRICT.map(called), ...OWN].map((mutant) => ({ ...asEdits(mutant), mode: [] })),
  ...[...BOUNDED.map(called), ...TOGETHER].map((mutant) => ({
    ...asEdits(mutant),
    mode: ["--consistency", "300"],
  })),
];
