/** When the demo begins: a Monday morning in Berlin. */
export const DEMO_NOW = "2026-12-07T07:20:00Z";
