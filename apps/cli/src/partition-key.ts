import { randomUUID } from 'node:crypto';
import { CommandError } from './command-error.js';

/** Gives a line's partition key. @throws CommandError where the line has none. */
export type KeyOfLine = (line: Buffer, lineNumber: number) => string;

/**
 * A random key for each line, or what stands at a dotted path (`customer.id`) of the line's JSON. Numbers and booleans
 * become their text; anything but a text, a number or a boolean is no key.
 */
export function keyOfLine(path: string | undefined): KeyOfLine {
  if (path === undefined) return () => randomUUID();
  const names = path.split('.');
  return (line, lineNumber) => {
    const value = names.reduce<unknown>(
      (at, name) => (isObject(at) && Object.hasOwn(at, name) ? at[name] : undefined),
      parseLine(line, lineNumber),
    );
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      return String(value);
    throw new CommandError(`line ${lineNumber} has no text or number at --key ${path}`);
  };
}

/** @throws CommandError where the line is not JSON. */
export function parseLine(line: Buffer, lineNumber: number): unknown {
  try {
    return JSON.parse(line.toString('utf8'));
  } catch (error) {
    throw new CommandError(`line ${lineNumber} is not JSON: ${(error as Error).message}`, { cause: error });
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
