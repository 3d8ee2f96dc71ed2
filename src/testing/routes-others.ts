import { success } from "./replies.ts";
import type { Route, RouteContext } from "./routes.ts";
import { callerOf } from "./routes-event-types.ts";
import { serializeMe } from "./serialize-others.ts";

const me = (context: RouteContext) => success(serializeMe(callerOf(context)));

export const otherRoutes: readonly Route[] = [
  { method: "GET", pattern: /^\/v2\/me$/, access: "user", run: me },
];
