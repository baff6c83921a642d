/** The command cannot do what was asked; the sentence says why: a file, an argument, a stream that takes no more. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}
