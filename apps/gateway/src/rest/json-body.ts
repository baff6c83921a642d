import { parseExactJson } from './exact-json.js';

/** A pipe of Nest: bodies come as bytes, for signatures are over bytes; a schema is for what they say. */
export const jsonBody = {
  /** @throws RestRefusal where a body is no JSON. */
  transform(value: unknown, { type }: { readonly type: string }): unknown {
    if (type !== 'body') return value;
    return parseExactJson(Buffer.isBuffer(value) ? value : Buffer.alloc(0));
  },
};
