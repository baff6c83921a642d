import { invalidArgument } from './errors.js';
import { LIMITS } from './limits.js';

/** Tags of a stream, by key. Lengths (key 1 to 128, value up to 256) are the service model's business. */
export type Tags = Readonly<Record<string, string>>;

const ALLOWED = /^[\p{L}\p{N}\p{White_Space}_./=+\-@]*$/u;
const RESERVED = /^aws:/i;

/**
 * Gives the tags back if a stream may have them all.
 *
 * Source: the API reference of TagResource; sentences recorded against AWS.
 *
 * @throws KinesisError InvalidArgumentException: more than 50 tags, the prefix `aws:`, other characters.
 */
export function checkTags(tags: Tags): Tags {
  const entries = Object.entries(tags);
  if (entries.length > LIMITS.tagsPerStream) {
    throw invalidArgument(
      `A given stream cannot have more than ${LIMITS.tagsPerStream} tags associated with it. ` +
        `Number of tags specified: ${entries.length}.`,
    );
  }
  for (const [key, value] of entries) {
    if (RESERVED.test(key))
      throw invalidArgument(`Tag keys beginning with aws: are reserved. Specified was ${key}`);
    if (!ALLOWED.test(key) || !ALLOWED.test(value)) {
      throw invalidArgument(
        'Some tags contain invalid characters. Valid characters: Unicode letters, digits, white space, ' +
          `_ . / = + - @. Specified was ${key}=${value}`,
      );
    }
  }
  return tags;
}
