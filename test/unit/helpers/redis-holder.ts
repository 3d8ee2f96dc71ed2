import { startRedis } from "../../helpers/redis-server.ts";

// Says which server it holds, and waits to be killed.
const server = await startRedis();
const [, folder] = (await server.command("CONFIG", "GET", "dir")) as [string, string];
process.stdout.write(`${JSON.stringify({ port: server.port, folder })}\n`);
setInterval(() => undefined, 60_000);
