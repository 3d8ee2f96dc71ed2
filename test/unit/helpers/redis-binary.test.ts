import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { findRedis } from "../../helpers/redis-binary.ts";

/** A machine whose `PATH` holds only these programs, each a line of shell. */
function machine(programs: Readonly<Record<string, string>>) {
  const root = mkdtempSync(join(tmpdir(), "calcom-coherent-binary-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const bin = join(root, "bin");
  mkdirSync(bin);
  for (const tool of ["sh", "mkdir", "touch", "chmod", "cat"])
    symlinkSync(which(tool), join(bin, tool));
  for (const [name, body] of Object.entries(programs)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${body}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  const log = join(root, "log");
  const cache = join(root, "cache");
  return {
    cache,
    find: () => findRedis({ PATH: bin, LOG: log }, cache),
    log: () => (existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : []),
  };
}

const which = (tool: string) => {
  const folder = (process.env.PATH ?? "").split(":").find((path) => existsSync(join(path, tool)));
  return join(folder ?? "", tool);
};

const unpacks = `mkdir -p "$3/usr/bin" "$3/usr/lib/lzf"
touch "$3/usr/lib/lzf/liblzf.so.1"
echo '#!/bin/sh' > "$3/usr/bin/redis-server"
chmod +x "$3/usr/bin/redis-server"`;

it("takes the one in the PATH", () => {
  const { find, log } = machine({ "redis-server": "exit 0", "apt-get": 'echo "$1" >> "$LOG"' });
  expect(find()?.command).toBe("redis-server");
  expect(log()).toEqual([]);
});

it("fetches the packaged one, with the libraries that are missing, once", () => {
  const { find, log, cache } = machine({
    "apt-get": `case "$1" in
--version) exit 0 ;;
install) echo "Inst liblzf1 (3.6)"; echo "Inst adduser (3)" ;;
download) echo "$*" >> "$LOG"; touch redis.deb ;;
esac`,
    "dpkg-deb": unpacks,
  });
  const first = find();
  expect(first?.command).toBe(join(cache, "redis/usr/bin/redis-server"));
  expect(first?.env.LD_LIBRARY_PATH).toBe(join(cache, "redis/usr/lib/lzf"));
  expect(find()).toEqual(first);
  expect(log()).toEqual(["download redis-server redis-tools liblzf1"]);
});

it("fetches package lists of its own where the system has none", () => {
  const { find, log } = machine({
    "apt-get": `[ "$1" = --version ] && exit 0
[ "$1" = -o ] || exit 100
shift 4
echo "$*" >> "$LOG"
[ "$1" = download ] && touch redis.deb
exit 0`,
    "dpkg-deb": unpacks,
  });
  expect(find()).toBeDefined();
  expect(log()).toEqual([
    "update",
    "install --simulate --no-install-recommends redis-server",
    "download redis-server redis-tools",
  ]);
});

it("finds none where there is no apt-get, or nothing to be had", () => {
  expect(machine({}).find()).toBeUndefined();
  expect(machine({ "apt-get": '[ "$1" = --version ]' }).find()).toBeUndefined();
});
