/** What Next calls once when a server starts, and never while it builds. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { startReconciler } = await import("./app/lib/calcom.ts");
  startReconciler();
}
