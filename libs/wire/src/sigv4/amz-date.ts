const BASIC_FORMAT = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;
/** Source: RFC 9110, IMF-fixdate. */
const HTTP_FORMAT = /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT$/;

/** A time in milliseconds as `20150830T123600Z`. */
export function amzDate(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}

/** The time of a `20150830T123600Z`, or of a Date header as HTTP writes it, in milliseconds; undefined where it is none. */
export function parseAmzDate(text: string): number | undefined {
  const basic = BASIC_FORMAT.exec(text);
  if (!basic) return HTTP_FORMAT.test(text) ? numberOrNone(Date.parse(text)) : undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = basic.slice(1).map(Number);
  const ms = Date.UTC(year, month - 1, day, hour, minute, second);
  return amzDate(ms) === text ? ms : undefined;
}

function numberOrNone(ms: number): number | undefined {
  return Number.isNaN(ms) ? undefined : ms;
}
