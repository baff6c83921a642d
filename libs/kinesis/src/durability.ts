/** After what a put is acknowledged: see docs/ARCHITECTURE.md, "Durability". Weakest first. */
export const DURABILITIES = ['memory', 'interval', 'disk'] as const;

export type Durability = (typeof DURABILITIES)[number];
