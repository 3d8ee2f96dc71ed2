import { createWebhookRoute } from "calcom-coherent/next";
import { after } from "next/server";
import { calcom } from "../../../lib/calcom.ts";

export const POST = createWebhookRoute(calcom, { after });
