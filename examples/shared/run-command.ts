import { CalcomError } from "calcom-coherent";

/** Runs a command. What is wrong with its environment is said in a line; a stack says nothing about it. */
export async function runCommand(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    const isTaken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
    if (!isTaken && !(error instanceof RangeError) && !(error instanceof CalcomError)) throw error;
    console.error(isTaken ? `${error.message}. Set PORT to another.` : error.message);
    process.exit(1);
  }
}
