import { slotsOf } from "./daylight-saving.ts";

const zones = ["Europe/London", "America/New_York", "Pacific/Auckland", "Asia/Kolkata"];
const windows = [
  ["2027-03-12", "2027-03-30"],
  ["2027-09-24", "2027-11-09"],
] as const;
const printed: Record<string, string[][]> = {};
for (const zone of zones) printed[zone] = await slotsOf(zone, windows);
process.stdout.write(JSON.stringify(printed));
