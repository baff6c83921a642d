import { z } from 'zod';
import {
  parsePolicyDocument,
  PolicyError,
  repeatedJsonName,
  userPrincipal,
  type AccountScope,
  type PolicyDocument,
  type Principal,
} from '#lib/kinesis';

/** One who may come in, and what they come in with. */
export interface Identity {
  readonly principal: Principal;
  readonly accessKeys: readonly AccessKey[];
  /** Bearer tokens, for REST and gRPC. */
  readonly tokens: readonly string[];
}

export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** An access file that cannot be used: one sentence for each thing that is wrong with it; none repeats a secret. */
export class AccessFileError extends Error {
  override readonly name = 'AccessFileError';

  constructor(readonly problems: readonly string[]) {
    super(problems.join('; '));
  }
}

const Secret = z
  .string('must be a text')
  .regex(/^[!-~]{8,256}$/, 'must be 8 to 256 visible ASCII characters');

/** Source of the names: the IAM API reference, CreateUser. */
const AccessFile = z.strictObject({
  principals: z.array(
    z.strictObject({
      name: z.string().regex(/^[\w+=,.@-]{1,64}$/, 'must be 1 to 64 letters, digits and _ + = , . @ -'),
      accessKeys: z
        .array(
          z.strictObject({
            id: z.string().regex(/^[\w.+=@-]{1,128}$/, 'must be 1 to 128 letters, digits and _ . + = @ -'),
            secret: Secret,
          }),
        )
        .default([]),
      tokens: z.array(Secret).default([]),
      policies: z.array(z.unknown()).default([]),
    }),
  ),
});

/**
 * Reads an access file; docs/access.md says what stands in it.
 *
 * @throws AccessFileError with every problem at once.
 */
export function parseAccessFile(text: string, scope: AccountScope): readonly Identity[] {
  const { success, data, error } = AccessFile.safeParse(parseJson(text));
  if (!success) {
    throw new AccessFileError(
      error.issues.map(({ path, message }) => `${path.join('.') || 'The file'}: ${message}`),
    );
  }
  const problems = repeated(data.principals);
  const identities = data.principals.map(({ name, accessKeys, tokens, policies }) => ({
    principal: userPrincipal(scope, {
      name,
      policies: policies.flatMap((policy, i) => parsedPolicy(policy, { name, i, problems })),
    }),
    accessKeys: accessKeys.map(({ id, secret }) => ({ accessKeyId: id, secretAccessKey: secret })),
    tokens,
  }));
  if (problems.length > 0) throw new AccessFileError(problems);
  return identities;
}

function parseJson(text: string): unknown {
  const value = parseAnyJson(text);
  const name = repeatedJsonName(text);
  if (name !== undefined) throw new AccessFileError([`The member ${name} is there twice`]);
  return value;
}

/** Node's sentence repeats a piece of the text, and a secret may stand there. */
function parseAnyJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const [place = ''] = /\(line \d+ column \d+\)$/.exec((error as Error).message) ?? [];
    throw new AccessFileError([`The file is not JSON ${place}`.trimEnd()]);
  }
}

interface PlaceOfPolicy {
  readonly name: string;
  readonly i: number;
  readonly problems: string[];
}

function parsedPolicy(policy: unknown, { name, i, problems }: PlaceOfPolicy): readonly PolicyDocument[] {
  try {
    return [parsePolicyDocument(policy, 'identity')];
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    problems.push(...error.problems.map((problem) => `Policy ${i + 1} of ${name}: ${problem}`));
    return [];
  }
}

type Principals = z.infer<typeof AccessFile>['principals'];

/** Whoever comes in must be one. */
function repeated(principals: Principals): string[] {
  const keys = principals.flatMap(({ accessKeys }) => accessKeys.map(({ id }) => id));
  const holders = principals.flatMap(({ name, tokens }) => tokens.map((token) => ({ name, token })));
  const tokens = holders.map(({ token }) => token);
  return [
    ...twice(principals.map(({ name }) => name)).map(
      (name) => `There are two principals of the name ${name}`,
    ),
    ...twice(keys).map((id) => `The access key ${id} is there twice`),
    ...twice(tokens).map(
      (token) => `A token of ${holders.find((holder) => holder.token === token)?.name} is there twice`,
    ),
  ];
}

function twice(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.filter((text, i) => texts.indexOf(text) !== i))];
}
