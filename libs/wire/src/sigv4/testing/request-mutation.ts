import fc, { type Arbitrary } from 'fast-check';
import type { SignedRequest } from '../signed-request.js';

/** A change that gives a request another meaning, or its signature; undefined where the request has nothing to change. */
export interface Mutation {
  readonly what: string;
  readonly apply: (request: SignedRequest) => SignedRequest | undefined;
}

const letter = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ/=;');
const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const oneByte = fc.integer({ min: 1, max: 255 });

/**
 * Draws a mutation. Left out is what changes nothing: the order of headers, the case of their names and of `%2f`, blanks
 * around and between the parts of a value, commas between those of the authorization, headers that are not signed, a path
 * that resolves to the same.
 */
export const mutation: Arbitrary<Mutation> = fc.oneof(
  { weight: 6, arbitrary: anyCharacter() },
  { weight: 3, arbitrary: fc.tuple(place, oneByte).map(([at, flip]) => bodyByte(at, flip)) },
  { weight: 1, arbitrary: fc.uint8Array({ minLength: 1, maxLength: 8 }).map(longerBody) },
  { weight: 1, arbitrary: place.map(shorterBody) },
  { weight: 1, arbitrary: fc.constantFrom('GET', 'PUT', 'post', 'P0ST', '').map(otherMethod) },
  { weight: 1, arbitrary: fc.stringMatching(/^[a-zA-Z0-9]{1,8}$/).map(longerPath) },
  { weight: 1, arbitrary: fc.stringMatching(/^[a-z]{1,8}(=[a-z%0-9]{0,5})?$/).map(oneMoreParameter) },
  { weight: 2, arbitrary: place.map(withoutHeader) },
  { weight: 2, arbitrary: fc.tuple(place, fc.string({ maxLength: 8 })).map(repeatedHeader) },
  { weight: 1, arbitrary: fc.tuple(place, place).map(exchangedHeaders) },
  { weight: 2, arbitrary: fc.stringMatching(/^[a-z-]{1,12}$/).map(unsignedAmzHeader) },
  { weight: 1, arbitrary: fc.string({ maxLength: 80 }).map(otherAuthorization) },
  { weight: 2, arbitrary: fc.tuple(place, place).map(shorterAuthorization) },
  { weight: 2, arbitrary: fc.tuple(place, fc.integer({ min: 1, max: 7 })).map(repeatedPart) },
);

/** What separates the parts of an authorization, however often. */
const NOTHING = /^[ ,]*$/;

/** One character of what the signature covers, or of the signature, becomes another. */
function anyCharacter(): Arbitrary<Mutation> {
  return fc.tuple(place, place, letter).map(([where, at, to]) => ({
    what: `character to ${to}`,
    apply: (request) => {
      const texts = coveredTexts(request);
      const covered = texts[Math.floor(where * texts.length)];
      if (!covered || covered.text === '') return undefined;
      const index = Math.floor(at * covered.text.length);
      const from = covered.text.charAt(index);
      const isSame = covered.isCaseless ? from.toLowerCase() === to.toLowerCase() : from === to;
      return isSame
        ? undefined
        : covered.set(covered.text.slice(0, index) + to + covered.text.slice(index + 1));
    },
  }));
}

interface CoveredText {
  readonly text: string;
  /** Whether the case of its letters says nothing. */
  readonly isCaseless: boolean;
  readonly set: (text: string) => SignedRequest;
}

function coveredTexts(request: SignedRequest): readonly CoveredText[] {
  const { method, url } = request;
  return [
    { text: method, isCaseless: false, set: (text) => ({ ...request, method: text }) },
    { text: url, isCaseless: true, set: (text) => ({ ...request, url: text }) },
    ...coveredPlaces(request).flatMap((at) => [
      { text: request.rawHeaders[at] ?? '', isCaseless: true, set: setHeaderText(request, at) },
      { text: request.rawHeaders[at + 1] ?? '', isCaseless: false, set: setHeaderText(request, at + 1) },
    ]),
  ];
}

const setHeaderText = (request: SignedRequest, at: number) => (text: string) => ({
  ...request,
  rawHeaders: request.rawHeaders.with(at, text),
});

/** Where the names of the headers stand that are signed, and of the one with the signature. */
function coveredPlaces({ rawHeaders, url }: SignedRequest): readonly number[] {
  const names = rawHeaders.map((text, i) => (i % 2 === 0 ? text.toLowerCase() : ''));
  const authorization = rawHeaders[names.indexOf('authorization') + 1] ?? '';
  const [, list = ''] =
    /SignedHeaders=([^,&\s]*)/.exec(url.includes('SignedHeaders') ? url : authorization) ?? [];
  const signed = decodeURIComponent(list).split(';');
  return names.flatMap((name, i) => (i % 2 === 0 && [...signed, 'authorization'].includes(name) ? [i] : []));
}

function coveredPlace(request: SignedRequest, where: number): number {
  const places = coveredPlaces(request);
  return places[Math.floor(where * places.length)] ?? 0;
}

function bodyByte(at: number, flip: number): Mutation {
  return {
    what: 'byte of the body',
    apply: (request) => {
      if (request.body.length === 0) return undefined;
      const body = Buffer.from(request.body);
      const index = Math.floor(at * body.length);
      body[index] = (body[index] ?? 0) ^ flip;
      return { ...request, body };
    },
  };
}

function longerBody(more: Uint8Array): Mutation {
  return {
    what: 'longer body',
    apply: (request) => ({ ...request, body: Buffer.concat([request.body, more]) }),
  };
}

function shorterBody(at: number): Mutation {
  return {
    what: 'shorter body',
    apply: (request) =>
      request.body.length === 0
        ? undefined
        : { ...request, body: request.body.subarray(0, Math.floor(at * request.body.length)) },
  };
}

function otherMethod(method: string): Mutation {
  return {
    what: `method ${method}`,
    apply: (request) => (request.method === method ? undefined : { ...request, method }),
  };
}

function longerPath(segment: string): Mutation {
  return {
    what: `path with ${segment}`,
    apply: (request) => ({ ...request, url: request.url.replace(/^\/?/, `/${segment}/`) }),
  };
}

function oneMoreParameter(parameter: string): Mutation {
  return {
    what: `parameter ${parameter}`,
    apply: (request) => ({
      ...request,
      url: `${request.url}${request.url.includes('?') ? '&' : '?'}${parameter}`,
    }),
  };
}

function withoutHeader(where: number): Mutation {
  return {
    what: 'header gone',
    apply: (request) => {
      const at = coveredPlace(request, where);
      return { ...request, rawHeaders: request.rawHeaders.toSpliced(at, 2) };
    },
  };
}

function repeatedHeader([where, value]: readonly [number, string]): Mutation {
  return {
    what: 'header twice',
    apply: (request) => {
      const name = request.rawHeaders[coveredPlace(request, where)] ?? '';
      const isNothing = name.toLowerCase() === 'authorization' && NOTHING.test(value);
      return isNothing ? undefined : { ...request, rawHeaders: [...request.rawHeaders, name, value] };
    },
  };
}

function exchangedHeaders([a, b]: readonly [number, number]): Mutation {
  return {
    what: 'values exchanged',
    apply: (request) => {
      const [first, second] = [coveredPlace(request, a) + 1, coveredPlace(request, b) + 1];
      const { rawHeaders } = request;
      const [one = '', other = ''] = [rawHeaders[first], rawHeaders[second]];
      return one === other
        ? undefined
        : { ...request, rawHeaders: rawHeaders.with(first, other).with(second, one) };
    },
  };
}

function unsignedAmzHeader(name: string): Mutation {
  return {
    what: `header x-amz-${name}`,
    apply: (request) => ({ ...request, rawHeaders: [...request.rawHeaders, `x-amz-${name}`, 'v'] }),
  };
}

function changedAuthorization(
  request: SignedRequest,
  change: (authorization: string) => string,
): SignedRequest | undefined {
  const at = request.rawHeaders.findIndex((text, i) => i % 2 === 0 && text.toLowerCase() === 'authorization');
  if (at < 0) return undefined;
  const before = request.rawHeaders[at + 1] ?? '';
  const after = change(before);
  return before === after ? undefined : { ...request, rawHeaders: request.rawHeaders.with(at + 1, after) };
}

function otherAuthorization(text: string): Mutation {
  return { what: 'any authorization', apply: (request) => changedAuthorization(request, () => text) };
}

function shorterAuthorization([a, b]: readonly [number, number]): Mutation {
  const [from, to] = [Math.min(a, b), Math.max(a, b)];
  return {
    what: 'authorization with a hole',
    apply: (request) =>
      changedAuthorization(request, (text) => {
        const hole = text.slice(Math.floor(from * text.length), Math.floor(to * text.length));
        return NOTHING.test(hole)
          ? text
          : text.slice(0, Math.floor(from * text.length)) + text.slice(Math.floor(to * text.length));
      }),
  };
}

/** A part of the authorization again, at its end. */
function repeatedPart([where, length]: readonly [number, number]): Mutation {
  return {
    what: 'part of the authorization again',
    apply: (request) =>
      changedAuthorization(request, (text) => {
        const parts = text.split(/[ ,]+/);
        const from = Math.floor(where * parts.length);
        return [...parts, ...parts.slice(from, from + length)].join(', ').replace(', ', ' ');
      }),
  };
}
