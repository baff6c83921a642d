const BASIC_FORMAT = /^\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3])[0-5]\d[0-5]\dZ$/;
/** Source: RFC 9110, IMF-fixdate. */
const HTTP_FORMAT = /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/;

/** A moment in both of its forms. */
export interface AmzDate {
  readonly ms: number;
  /** `20150830T123600Z` */
  readonly timestamp: string;
}

/** A time in milliseconds as `20150830T123600Z`. */
export function amzTimestamp(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}

/** What was read last: the requests of one second say the same. */
let latest: AmzDate | undefined;

/** Reads a `20150830T123600Z`, or a Date header as HTTP writes it; undefined where it is neither. */
export function parseAmzDate(text: string): AmzDate | undefined {
  if (latest?.timestamp === text) return latest;
  latest = BASIC_FORMAT.test(text) ? parseBasic(text) : parseHttpDate(text);
  return latest;
}

function parseBasic(timestamp: string): AmzDate | undefined {
  const number = (from: number, to: number): number => Number(timestamp.slice(from, to));
  const day = number(6, 8);
  const date = Date.UTC(number(0, 4), number(4, 6) - 1, day);
  const isOfMonth = new Date(date).getUTCDate() === day;
  const seconds = number(9, 11) * 3600 + number(11, 13) * 60 + number(13, 15);
  return isOfMonth ? { ms: date + seconds * 1000, timestamp } : undefined;
}

function parseHttpDate(text: string): AmzDate | undefined {
  const ms = HTTP_FORMAT.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(ms) ? undefined : { ms, timestamp: amzTimestamp(ms) };
}
