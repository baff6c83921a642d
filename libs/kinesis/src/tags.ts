import { invalidArgument } from './errors.js';
import { LIMITS } from './limits.js';

/** Tags of a stream or a consumer, by key. Lengths (key 1 to 128, value up to 256) are the service model's business. */
export type Tags = Readonly<Record<string, string>>;

const ALLOWED = /^[\p{L}\p{N}\p{White_Space}_.:/=+\-@]*$/u;
const RESERVED = /^aws:/i;

/**
 * Gives the tags back if a resource may have them all.
 *
 * Source: the API reference of TagResource; sentences recorded against AWS.
 *
 * @throws KinesisError InvalidArgumentException: more than 50 tags, the prefix `aws:`, other characters.
 */
export function checkTags(tags: Tags): Tags {
  const entries = Object.entries(tags);
  if (entries.length > LIMITS.tagsPerResource) {
    throw invalidArgument(
      `A given resource cannot have more than ${LIMITS.tagsPerResource} tags associated with it. ` +
        `Number of tags specified: ${entries.length}.`,
    );
  }
  for (const [key, value] of entries) {
    if (RESERVED.test(key))
      throw invalidArgument(`Tag keys beginning with aws: are reserved. Specified was ${key}`);
    if (!ALLOWED.test(key) || !ALLOWED.test(value)) {
      throw invalidArgument(
        'Some tags contain invalid characters. Valid characters: Unicode letters, digits, white space, ' +
          `_ . : / = + - @. Specified was ${key}=${value}`,
      );
    }
  }
  return tags;
}

/** What a resource has once it got these too; they take the place of those with the same keys. @throws as `checkTags`. */
export function tagsWith(present: Tags, added: Tags): Tags {
  checkTags(added);
  return checkTags({ ...present, ...added });
}

/** What is left once these keys are gone; keys that are not there are no error. */
export function tagsWithout(present: Tags, keys: readonly string[]): Tags {
  const removed = new Set(keys);
  return Object.fromEntries(Object.entries(present).filter(([key]) => !removed.has(key)));
}

/** Alphabetical, as they are listed. */
export function tagsByKey(tags: Tags): readonly { readonly key: string; readonly value: string }[] {
  const entries = Object.entries(tags).map(([key, value]) => ({ key, value }));
  return entries.toSorted((a, b) => (a.key < b.key ? -1 : 1));
}
