/** The user's file or arguments can not be used; the sentence says what is wrong and where. */
export class InputError extends Error {
  override readonly name = 'InputError';
}
