import fc from 'fast-check';

/** What becomes of bytes on a bad day: some are cut off, changed, doubled, left out or put in between. */
export const anyMutation: fc.Arbitrary<(bytes: Buffer) => Buffer> = fc
  .array(
    fc.tuple(
      fc.constantFrom('cut', 'change', 'double', 'leave out', 'put in'),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.uint8Array({ minLength: 1, maxLength: 9 }),
    ),
    { maxLength: 4 },
  )
  .map(
    (steps) => (bytes) =>
      steps.reduce((before, [how, where, other]) => {
        const at = Math.floor(where * before.length);
        const head = before.subarray(0, at);
        switch (how) {
          case 'cut':
            return head;
          case 'change':
            return Buffer.concat([head, other, before.subarray(at + other.length)]);
          case 'double':
            return Buffer.concat([before, before.subarray(at)]);
          case 'leave out':
            return Buffer.concat([head, before.subarray(at + other.length)]);
          default:
            return Buffer.concat([head, other, before.subarray(at)]);
        }
      }, bytes),
  );
