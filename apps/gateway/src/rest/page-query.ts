import { z } from 'zod';

/** What the queries of pages have in common: how much a page may hold, and which one it is. */
export function pageQuery({ most, of }: { readonly most: number; readonly of: string }) {
  return {
    limit: z.coerce.number().int().min(1).max(most).default(most).describe(`${of} of a page.`),
    nextToken: z
      .string()
      .min(1)
      .max(1024)
      .optional()
      .describe('Of the page before, within five minutes of it.'),
  };
}

/** Of each page. */
export const NEXT_TOKEN = z.string().optional().describe('Gives the next page; absent on the last one.');
