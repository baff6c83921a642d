import { ConfigError } from '#lib/bootstrap';
import { KinesisCallError } from '#lib/consumer';
import { CommandError } from './command-error.js';
import { createProgram } from './program.js';

try {
  await createProgram(process.env).parseAsync();
} catch (error) {
  const isUsersBusiness = [KinesisCallError, CommandError, ConfigError].some((kind) => error instanceof kind);
  if (!isUsersBusiness) throw error;
  const code = error instanceof KinesisCallError ? `${error.code}: ` : '';
  process.stderr.write(`shardwell: ${code}${(error as Error).message}\n`);
  process.exitCode = 1;
}
