/** The clone cannot be made ready; the message says what the user can do. */
export class SetupError extends Error {
  name = 'SetupError';
}
