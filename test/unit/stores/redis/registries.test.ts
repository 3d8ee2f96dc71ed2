import { expect, it } from "vitest";
import { systemClock } from "../../../../src/clock.ts";
import { Registries } from "../../../../src/stores/redis/registries.ts";

const context = (name: string) => ({
  ...{ clock: systemClock, keyPrefix: `${name}:tag:`, rootKey: `${name}:tag:all` },
});

it("finds the registry of a record, whichever was asked for last", () => {
  const registries = new Registries("app:");
  for (const name of ["a", "b"]) registries.add(context(name));
  const roots = ["a:tag:host:1", "b:tag:host:1", "b:tag:all", "a:tag:all"].map((key) =>
    registries.rootOf(key),
  );
  expect(roots).toEqual(["app:a:tag:all", "app:b:tag:all", "app:b:tag:all", "app:a:tag:all"]);
});

it("refuses a record that belongs to no registry it knows", () => {
  const registries = new Registries("");
  registries.add(context("a"));
  expect(() => registries.rootOf("c:tag:host:1")).toThrow(/attached/);
});

it("warns one of those who share the store", () => {
  const heard: string[] = [];
  const registries = new Registries("");
  registries.warn("nobody there");
  registries.add(context("a"));
  for (const name of ["b", "c"]) {
    registries.add({ ...context(name), warn: (message) => heard.push(`${name}: ${message}`) });
  }
  registries.warn("attention");
  expect(heard).toEqual(["b: attention"]);
});
