/**
 * Where the header of a raw log line (time, host, level, component, process) ends and its content begins.
 *
 * The layouts are those of widespread loggers (syslog, log4j, logback, Spring Boot, Python, logcat, klog, httpd, pipes),
 * recognised by shape: none is named after a source, and a line that fits none is content from its first character.
 */
import { ANY_LEVEL, CAPITAL_LEVEL, type LogLevel, levelOfLetter, levelOfWord } from './log-level.js';
import { endOfTimestamps, offsetBehind } from './log-timestamp.js';

export interface LogHeader {
  readonly level: LogLevel;
  /** The offset of the content in the line, 0 to its length. */
  readonly contentStart: number;
}

/** No header is looked for behind this offset: it bounds what a line that is made to be slow can cost. */
const MAX_HEADER_CHARS = 512;

/** A field between time and level: a bracket, a word in capitals, what has a digit and no colon at its end, what stands before a dash. */
const FIELD = String.raw`(?:\[[^\]]*\]|[A-Z][A-Z_]+|(?=[^\s\d]*\d)[^\s"'=]*[^\s"'=:]|[\w.]+(?= - )|[-|])`;
const LEVEL = new RegExp(
  String.raw`((?:${FIELD} +){0,6}?)(?:(${CAPITAL_LEVEL})(?=[\s:,]|$)|[\[<(](${ANY_LEVEL})[\]>)]|(${ANY_LEVEL})(?=  |:\s|\t))[:,]?(?: +[-|])?\s*`,
  'y',
);
const COMPONENT_IN_CAPITALS = /(?:^|\s)[A-Z][A-Z_]+\s/;
const LETTER = /(?:\d+ +){1,2}([VDIWEFA]) +/y;
const KLOG = /([IWEF])\d{4} \d\d:\d\d:\d\d\.\d+ +\d+ [^\s\]]+\] /y;
const LEVEL_ALONE = new RegExp(
  String.raw`(?:\[(${ANY_LEVEL})\]|(${ANY_LEVEL}):|(${CAPITAL_LEVEL}))(?=\s|$)\s*`,
  'y',
);
/** A level that the content states itself; it stays part of the content. */
const LEVEL_IN_CONTENT = new RegExp(
  String.raw`^(${ANY_LEVEL}):|(?:^|\s)(?:level|lvl|severity)="?(${ANY_LEVEL})\b`,
);

/** What may stand between level and content: thread, logger, component, request. */
const ORIGIN = new RegExp(
  [
    String.raw`\[.*?\] - `,
    String.raw`\d+ --- \[[^\]]*\] \S+ +: `,
    String.raw`(?:\[[^\]]*\] +)?[\w.$@/-]+ - `,
    String.raw`(?:\[[^\]]*\] +)?[^\s:[]+(?:\[\d+\])?:(?: +|$)`,
    String.raw`[a-z]\w*(?:\.\w+)+ \[[^\]]*\] `,
    String.raw`[A-Z]+ {2,}`,
  ].join('|'),
  'y',
);
const PIPED_ORIGIN = /\|(?:[^|\s]*\|)*/y;
const SYSLOG_ORIGIN = /\S+ +(?:-- )?[^\s:[]+(?: [\d.]+)?(?:\[\d+\])?:(?: +|$)/y;
const PROGRAM_ORIGIN = /\S+(?: \*\d+)? - /y;
/** RFC 5424: version, time, host, application, process, message id, structured data. */
const SYSLOG_5424 = /<\d{1,3}>1 \S+ \S+ \S+ \S+ \S+ (?:-|(?:\[[^\]]*\])+)(?: |$)/y;

export function readLogHeader(line: string): LogHeader {
  const head = line.length > MAX_HEADER_CHARS ? line.slice(0, MAX_HEADER_CHARS) : line;
  const syslog = offsetBehind(SYSLOG_5424, head, 0);
  if (syslog > 0) return { level: levelInContent(head, syslog), contentStart: syslog };
  const time = endOfTimestamps(head);
  if (time === 0) return headerWithoutTime(head);
  return headerWithLevel(head, time) ?? headerWithLetter(head, time) ?? headerWithoutLevel(head, time);
}

function headerWithoutTime(head: string): LogHeader {
  const klog = matchAt(KLOG, head, 0);
  if (klog) return { level: levelOfLetter(klog[1]), contentStart: klog[0].length };
  const alone = matchAt(LEVEL_ALONE, head, 0);
  if (alone) return { level: levelOfWord(alone[1] ?? alone[2] ?? alone[3]), contentStart: alone[0].length };
  return { level: levelInContent(head, 0), contentStart: 0 };
}

function headerWithLevel(head: string, from: number): LogHeader | undefined {
  const found = matchAt(LEVEL, head, from);
  if (!found) return undefined;
  const [whole, fields = '', capital, bracketed, spaced] = found;
  const end = from + whole.length;
  // `RAS KERNEL INFO`: the component was before the level, so what follows with a colon is content.
  const contentStart = COMPONENT_IN_CAPITALS.test(fields) ? end : offsetBehind(ORIGIN, head, end);
  return { level: levelOfWord(capital ?? bracketed ?? spaced), contentStart };
}

function headerWithLetter(head: string, from: number): LogHeader | undefined {
  const found = matchAt(LETTER, head, from);
  if (!found) return undefined;
  return { level: levelOfLetter(found[1]), contentStart: offsetBehind(ORIGIN, head, from + found[0].length) };
}

function headerWithoutLevel(head: string, from: number): LogHeader {
  let contentStart = from;
  for (const origin of [PIPED_ORIGIN, SYSLOG_ORIGIN, PROGRAM_ORIGIN]) {
    contentStart = offsetBehind(origin, head, from);
    if (contentStart > from) break;
  }
  return { level: levelInContent(head, contentStart), contentStart };
}

function levelInContent(head: string, contentStart: number): LogLevel {
  const found = LEVEL_IN_CONTENT.exec(head.slice(contentStart));
  return levelOfWord(found?.[1] ?? found?.[2]);
}

function matchAt(sticky: RegExp, line: string, from: number): RegExpExecArray | null {
  sticky.lastIndex = from;
  return sticky.exec(line);
}
