import { describe } from '@jest/globals';

const { skip } = describe;

/** A part of the tests that needs something of the machine. Without it the report shows them as skipped, and says why. */
export function describeWhere(
  { isThere, otherwise }: { readonly isThere: boolean; readonly otherwise: string },
  name: string,
  tests: () => void,
): void {
  if (isThere) return describe(name, tests);
  process.stderr.write(`${name} is not tested: ${otherwise}\n`);
  skip(`${name} (not tested: ${otherwise})`, tests);
}
