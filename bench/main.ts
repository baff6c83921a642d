import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { report } from './report.js';
import { SCENARIOS } from './scenario-table.js';
import type { Bench, Findings } from './scenario.js';

/**
 * Shardwell beside its peers in one run: medians of interleaved rounds. docs/performance.md says how and why.
 */
const HELP = `npm run bench -- [options]

  --only NAMES   some scenarios only: ${SCENARIOS.map(({ name }) => name).join(',')}
  --rounds N     rounds of each contender (default 5)
  --seconds N    length of a round (default 4)
  --warm-up N    seconds of warm-up of each contender (default 3)
  --json FILE    write the figures as JSON too
  --profile DIR  let servers leave CPU profiles there; they are slower for it
`;

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '4' },
    'warm-up': { type: 'string', default: '3' },
    json: { type: 'string' },
    profile: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) process.stdout.write(HELP);
else await main();

async function main(): Promise<void> {
  say(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}`);
  const findings = await findingsOf({
    say,
    profileDir: values.profile,
    rounds: {
      rounds: Number(values.rounds),
      roundMs: Number(values.seconds) * 1000,
      warmUpMs: Number(values['warm-up']) * 1000,
      onProgress: say,
    },
  });
  process.stdout.write(report(findings));
  if (values.json === undefined) return;
  const figures = { node: process.version, ...findings };
  writeFileSync(values.json, `${JSON.stringify(figures, null, 2)}\n`);
}

/** A scenario that fails does not take the figures of the others with it; the exit code says so. */
async function findingsOf(bench: Bench): Promise<Findings> {
  const found: Findings[] = [];
  for (const scenario of chosenScenarios()) {
    try {
      found.push(await scenario.run(bench));
    } catch (error) {
      say(`${scenario.name} failed: ${error instanceof Error ? error.stack : String(error)}`);
      process.exitCode = 1;
    }
  }
  return {
    tables: found.flatMap(({ tables }) => tables),
    verdicts: found.flatMap(({ verdicts }) => verdicts),
  };
}

function chosenScenarios(): typeof SCENARIOS {
  const names = values.only?.split(',');
  const unknown = names?.find((name) => SCENARIOS.every((scenario) => scenario.name !== name));
  if (unknown !== undefined) throw new Error(`there is no scenario ${unknown}\n\n${HELP}`);
  return SCENARIOS.filter(({ name }) => names?.includes(name) ?? true);
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
