/** Where the time at the beginning of a log line ends. The time itself is not used: lines are dated by their record's arrival. */

const MONTH = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';
const CLOCK = String.raw`\d\d[:.]\d\d[:.]\d\d(?:[.,:]\d{1,9})?`;
const ZONE = String.raw`(?: ?(?:Z|UTC|GMT|[+-]\d\d:?\d\d)(?![\w.]))?`;

const DATED = [
  String.raw`\d{4}([-/.])\d\d\1\d\d(?:[T _-]${CLOCK}${ZONE})?`, // ISO 8601 and its relatives; also a date alone
  String.raw`(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? )?${MONTH} {1,2}\d{1,2} ${CLOCK}(?: \d{4})?`, // syslog (RFC 3164), ctime
  String.raw`\d{1,2}[-/.]\d{1,2}(?:[-/.]\d{2,4})? ${CLOCK}`, // 17/06/09 20:10:40, logcat's 03-17 16:13:38.811
  String.raw`\d{1,2}[/ -]${MONTH}[/ -]\d{4}[: ]${CLOCK}${ZONE}`, // httpd, Redis
  String.raw`\d{8}-${CLOCK}`,
  String.raw`\d{6}(?:\d\d)? \d{6}`, // 081109 203615
  String.raw`1\d{9}(?=[ ,]+\d{4}[-/.]\d\d[-/.])`, // seconds since 1970 before a date
].join('|');
/** Seconds with a fraction or milliseconds since 1970, or the time of day: only where a line begins with them. */
const UNDATED = String.raw`1\d{9}(?:[.,]\d{1,9}|\d{3})|${CLOCK}`;

const FIRST_TIME = new RegExp(String.raw`\[?(?:${DATED}|${UNDATED})(?=[\]\s,|]|$)\]?[ ,]*`, 'y');
const FURTHER_TIME = new RegExp(String.raw`\[?(?:${DATED})(?=[\]\s,|]|$)\]?[ ,]*`, 'y');
const SYSLOG_PRIORITY = /<\d{1,3}>/y;
/** What may stand before a time: an alert label, a file, a host. A plain word may not: it is content. */
const LABEL = /(?:-|[A-Z][A-Z_]*|(?=[^\s\d._|/-]*[\d._|/-])[^\s"'{]+) +/y;

/**
 * The offset behind the last time of the header that begins `line`, and behind the blanks after it; 0 where there is none.
 * Headers may carry several times (epoch, date, host, time), at most one label apart.
 */
export function endOfTimestamps(line: string): number {
  let end = offsetBehind(FIRST_TIME, line, offsetBehind(SYSLOG_PRIORITY, line, 0));
  for (;;) {
    const next = offsetBehind(FURTHER_TIME, line, end);
    const behindLabel = next > end ? next : afterLabel(line, end);
    if (behindLabel === end) return end;
    end = behindLabel;
  }
}

function afterLabel(line: string, from: number): number {
  const label = offsetBehind(LABEL, line, from);
  const end = offsetBehind(FURTHER_TIME, line, label);
  return end > label ? end : from;
}

/** The offset behind what `sticky` matches at `from`, or `from`. */
export function offsetBehind(sticky: RegExp, line: string, from: number): number {
  sticky.lastIndex = from;
  return sticky.test(line) ? sticky.lastIndex : from;
}
