import { runProgram } from './run-program.js';

/** Makes a development authority and a certificate. @returns what `shardwell cert` says is to be exported. */
export async function makeCertificates(directory: string): Promise<Readonly<Record<string, string>>> {
  const command = ['node', 'dist/apps/cli/src/main.js', 'cert', '--dir', directory] as const;
  const { stdout } = await runProgram(command);
  return Object.fromEntries([...stdout.matchAll(/(\w+)=(\S+)/g)].map(([, name, value]) => [name, value]));
}
