/** How a handler's state becomes JSON and comes back; the identity where the state is JSON already. */
export interface StateCodec<State> {
  /** A JSON value. It may share parts with the state: a store turns it into text before it first waits. */
  encode(state: State): unknown;
  decode(json: unknown): State;
}

export function jsonCodec<State>(): StateCodec<State> {
  return { encode: (state) => state, decode: (json) => json as State };
}
