// Holds the client and the fake to every recording: `npm run conformance [-- --json]`.
import { parseArgs } from "node:util";
import { type Conformance, checkConformance, type Failure, isConforming } from "./conformance.ts";

function textOf({ deliveries, genuine, read, recordings, reproduced }: Conformance): string {
  const lines = (title: string, failures: readonly Failure[]) =>
    failures.map(({ number, reason }) => `  ${title} ${number}: ${reason ?? "no reason given"}`);
  return [
    `${recordings} recordings: ${read.ok} read by the client, ${reproduced.ok} reproduced by the fake.`,
    ...(genuine ? [] : ["  Some are missing, or are not as they were recorded."]),
    ...lines("not read", read.failed),
    ...lines("not reproduced", reproduced.notReproduced),
    ...lines("read with another input", read.withAnotherInput),
    `${deliveries.total} deliveries: ${deliveries.verified} verified, ${deliveries.parsed} parsed.`,
    ...lines("delivery", deliveries.failed),
  ].join("\n");
}

const { values } = parseArgs({ options: { json: { type: "boolean", default: false } } });
const conformance = await checkConformance();
process.stdout.write(
  `${values.json ? JSON.stringify(conformance, null, 2) : textOf(conformance)}\n`,
);
if (!isConforming(conformance)) process.exitCode = 1;
