/**
 * The severity of a log line, whatever its source calls it.
 *
 * Source: OpenTelemetry logs data model, SeverityNumber: the six short names, and appendix B for the mapping of syslog,
 * log4j and others.
 */

/** From least to most severe; `UNSPECIFIED` is a line that names no level. */
export const LOG_LEVELS = ['UNSPECIFIED', 'TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

const LEVEL_BY_WORD: Readonly<Record<string, LogLevel>> = {
  TRACE: 'TRACE',
  VERBOSE: 'TRACE',
  DEBUG: 'DEBUG',
  INFORMATION: 'INFO',
  INFO: 'INFO',
  NOTICE: 'INFO',
  WARNING: 'WARN',
  WARN: 'WARN',
  ERROR: 'ERROR',
  ERR: 'ERROR',
  SEVERE: 'ERROR',
  FAILURE: 'ERROR',
  CRITICAL: 'ERROR',
  CRIT: 'ERROR',
  ALERT: 'ERROR',
  FATAL: 'FATAL',
  EMERG: 'FATAL',
  PANIC: 'FATAL',
};

/** Source: Android logcat, "Filter log output" (`A` is assert); klog writes four of them. */
const LEVEL_BY_LETTER: Readonly<Record<string, LogLevel>> = {
  V: 'TRACE',
  D: 'DEBUG',
  I: 'INFO',
  W: 'WARN',
  E: 'ERROR',
  F: 'FATAL',
  A: 'FATAL',
};

/** A pattern for the words in capitals, longest first. */
export const CAPITAL_LEVEL = `(?:${Object.keys(LEVEL_BY_WORD).join('|')})`;

/** A pattern for the words in any case. */
export const ANY_LEVEL = CAPITAL_LEVEL.replace(/[A-Z]/g, (letter) => `[${letter}${letter.toLowerCase()}]`);

/** The level that a word names in any case. */
export function levelOfWord(word: string | undefined): LogLevel {
  return lookUp(LEVEL_BY_WORD, word?.toUpperCase());
}

/** The level that a single capital letter names. */
export function levelOfLetter(letter: string | undefined): LogLevel {
  return lookUp(LEVEL_BY_LETTER, letter);
}

function lookUp(levels: Readonly<Record<string, LogLevel>>, name: string | undefined): LogLevel {
  return name !== undefined && Object.hasOwn(levels, name) ? (levels[name] ?? 'UNSPECIFIED') : 'UNSPECIFIED';
}
