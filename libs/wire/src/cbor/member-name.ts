import { SERVICE_MODEL } from '../service-model.generated.js';

/**
 * The name of a member of the service model, found by its bytes without making a text of them: a request of 500 records
 * names 1,500 members, and they are of three names. Undefined where the bytes are none.
 */
export function memberNameAt(bytes: Uint8Array, start: number, end: number): string | undefined {
  if (end === start) return undefined;
  let place = placeOf(end - start, bytes[start] as number, bytes[end - 1] as number);
  let name = NAMES[place];
  while (name !== undefined && !stands(name, bytes, start, end)) {
    place = next(place);
    name = NAMES[place];
  }
  return name;
}

/** More than three times as many as there are names, each at its own place or soon behind it. */
const PLACES = 512;
const NAMES = namesByPlace();

function namesByPlace(): readonly (string | undefined)[] {
  const names: (string | undefined)[] = Array.from({ length: PLACES });
  for (const shape of Object.values(SERVICE_MODEL.shapes)) {
    for (const name of Object.keys(shape.type === 'structure' ? shape.members : {})) {
      let place = placeOf(name.length, name.charCodeAt(0), name.charCodeAt(name.length - 1));
      while (names[place] !== undefined && names[place] !== name) place = next(place);
      names[place] = name;
    }
  }
  return names;
}

function placeOf(length: number, first: number, last: number): number {
  return (length * 61 + first * 17 + last) % PLACES;
}

function next(place: number): number {
  return (place + 1) % PLACES;
}

function stands(name: string, bytes: Uint8Array, start: number, end: number): boolean {
  if (name.length !== end - start) return false;
  for (let i = 0; i < name.length; i += 1) if (name.charCodeAt(i) !== bytes[start + i]) return false;
  return true;
}
