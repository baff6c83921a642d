/** A log line taken apart: how severe it is and what it says, whether its logger writes text or JSON. */
import { type LogLevel, levelOfWord } from './log-level.js';
import { readLogHeader } from './log-header.js';

export interface LogLine {
  readonly level: LogLevel;
  readonly content: string;
}

/** What of a line is looked at, in UTF-16 code units. */
export const MAX_LINE_CHARS = 4096;

/** Ends the content of a line that is longer. */
export const TRUNCATED = '<truncated>';

/** Names under which loggers write message and level. Source: pino, winston, logback's JSON encoder, zap, Serilog, ECS. */
const MESSAGE_FIELDS = ['msg', 'message', '@m', 'event'];
const LEVEL_FIELDS = ['level', 'severity', 'log.level', '@l'];

/** Source: pino and bunyan, `levels`: 10 to 60 in steps of ten. */
const LEVEL_BY_TENS: readonly LogLevel[] = [
  'UNSPECIFIED',
  'TRACE',
  'DEBUG',
  'INFO',
  'WARN',
  'ERROR',
  'FATAL',
];

/** Never throws: a line that is neither text of a known layout nor JSON is content as a whole. */
export function readLogLine(text: string): LogLine {
  return readJson(text) ?? readText(text);
}

function readText(text: string): LogLine {
  const line = text.length > MAX_LINE_CHARS ? `${text.slice(0, MAX_LINE_CHARS)} ${TRUNCATED}` : text;
  const { level, contentStart } = readLogHeader(line);
  return { level, content: line.slice(contentStart) };
}

function readJson(text: string): LogLine | undefined {
  if (!text.startsWith('{') || !text.endsWith('}') || text.length > MAX_LINE_CHARS) return undefined;
  const fields = parseObject(text);
  const content = MESSAGE_FIELDS.map((name) => fields?.get(name)).find((value) => typeof value === 'string');
  if (typeof content !== 'string') return undefined;
  return { level: levelOf(LEVEL_FIELDS.map((name) => fields?.get(name))), content };
}

function parseObject(text: string): ReadonlyMap<string, unknown> | undefined {
  try {
    return new Map(Object.entries(JSON.parse(text) as object));
  } catch {
    return undefined; // Text that only looks like JSON is text.
  }
}

function levelOf(candidates: readonly unknown[]): LogLevel {
  const level = candidates.find((value) => value !== undefined);
  if (typeof level === 'number') return LEVEL_BY_TENS[level / 10] ?? 'UNSPECIFIED';
  return levelOfWord(typeof level === 'string' ? level : undefined);
}
