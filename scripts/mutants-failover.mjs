const of = (name) => `src/stores/redis/${name}.ts`;
const unit = (name) => `test/unit/stores/redis/${name}.test.ts`;
const real = (name) => `test/integration/redis-${name}.test.ts`;
const IDENTITY = "if redis.call('GET', KEYS[1]) == identity then return 0 end";
const believed = (where, tests) => ({
  name: `failover: whatever server answers is believed ${where}`,
  file: of("scripts"),
  find: IDENTITY,
  replace: "if identity then return 0 end",
  tests,
});

/** What keeps the truth when another server answers, taken out. */
export const mutantsOfFailover = [
  believed("in a cluster", real("cluster-failover")),
  believed("under a sentinel", real("sentinel")),
  believed("at an address", real("failover")),
  {
    name: "failover: versions are read from a replica",
    file: of("scripts"),
    find: "if not string.find(info, 'role:master', 1, true) then",
    replace: "if false then",
    tests: real("failover"),
  },
  {
    name: "failover: a server that refuses to change anything is still read from",
    file: of("connection"),
    find: 'error.message.startsWith("READONLY")',
    replace: "error.message === undefined",
    tests: unit("connection"),
  },
  {
    name: "failover: a client that reads from replicas goes on doing so",
    file: of("cluster-transport"),
    find: 'send(["READWRITE"]), ',
    replace: "",
    tests: real("cluster-failover"),
  },
  {
    name: "failover: a cluster's entries are read from replicas",
    file: of("cluster-transport"),
    find: ".sendCommand(key, false, command)",
    replace: ".sendCommand(key, true, command)",
    tests: real("cluster"),
  },
  {
    name: "failover: the two commands of a hit go one after the other",
    file: of("cluster-transport"),
    find: 'toRegistry(registry, ["MGET", ...recordKeys]),',
    replace: 'await toRegistry(registry, ["MGET", ...recordKeys]),',
    tests: real("cluster"),
  },
  {
    name: "failover: a command that was told MOVED is given up",
    file: of("cluster-transport"),
    find: "await topology.follow(registry);",
    replace: "throw error;",
    tests: real("cluster-moves"),
  },
  {
    name: "failover: whatever a server refuses is sent again",
    file: of("cluster-transport"),
    find: 'if (!says(error, "MOVED")) throw error;',
    replace: "",
    tests: unit("cluster-transport"),
  },
  {
    name: "failover: a registry stays with the client it was first reached over",
    file: of("cluster-transport"),
    find: "current !== topology.clientAt(home.slot)",
    replace: "home === undefined",
    tests: unit("cluster-transport"),
  },
  {
    name: "failover: nobody looks for the successor of a dead master",
    file: of("cluster-topology"),
    find: "this.#look = this.#askAnybody(key);",
    replace: "this.#look = Promise.resolve();",
    tests: real("cluster-failover"),
  },
  {
    name: "failover: nobody looks for the successor of a silent master",
    file: of("cluster-transport"),
    find: "(key) => void topology.lookAgain(key)",
    replace: "() => undefined",
    tests: real("cluster-failover"),
  },
  {
    name: "failover: nobody looks for the successor of an entry's master",
    file: of("cluster-transport"),
    find: "if (!isAnswer(error)) void topology.lookAgain(key);",
    replace: "",
    tests: real("cluster"),
  },
  {
    name: "failover: a dead master is looked for without a pause",
    file: of("cluster-topology"),
    find: "now - this.#lookedAt >= LOOK_PAUSE_MS",
    replace: "now >= this.#lookedAt",
    tests: unit("cluster-transport"),
  },
  {
    name: "failover: the sentinel client sends again what was not answered",
    file: of("sentinel-transport"),
    find: "const now = await sentinel._execute(false, async (client) => client);",
    replace:
      "const raw = await sentinel._execute(false, async (client) => client);\n    const now = Object.assign(Object.create(raw), { on: raw.on.bind(raw), off: raw.off.bind(raw), sendCommand: (command: never) => (sentinel as never as { sendCommand(isReadonly: boolean, command: never): Promise<unknown> }).sendCommand(false, command) });",
    tests: real("sentinel"),
  },
  {
    name: "failover: sentinels are asked for a master that is not there",
    file: of("sentinel-transport"),
    find: "if (sentinel.getMasterNode() === undefined) {",
    replace: "if (sentinel === undefined) {",
    tests: unit("sentinel-transport"),
  },
  {
    name: "failover: messages are waited for at the old master",
    file: of("sentinel-transport"),
    find: "if (now !== master) subscribers.drop();",
    replace: "",
    tests: unit("sentinel-transport"),
  },
];
