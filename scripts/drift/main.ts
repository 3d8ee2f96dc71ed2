import { driftCommand } from "./command.ts";

process.exitCode = driftCommand(process.argv.slice(2), console);
