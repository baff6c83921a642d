import { describe, expect, it } from '@jest/globals';
import { AccessFileError, parseAccessFile } from './access-file.js';

const SCOPE = { accountId: '000000000000', region: 'us-east-1' };
const POLICY = { Statement: { Effect: 'Allow', Action: 'kinesis:*', Resource: '*' } };
const SECRET = 'not-for-the-log';

function problemsOf(file: unknown): readonly string[] {
  try {
    parseAccessFile(typeof file === 'string' ? file : JSON.stringify(file), SCOPE);
  } catch (error) {
    if (error instanceof AccessFileError) return error.problems;
    throw error;
  }
  return [];
}

const principal = (members: object = {}) => ({ name: 'orders', ...members });
const withOne = (members: object) => ({ principals: [principal(members)] });

describe('an access file', () => {
  it('names principals with their keys, tokens and policies', () => {
    const file = {
      principals: [
        principal({
          accessKeys: [{ id: 'AKIAORDERS', secret: SECRET }],
          tokens: ['a-token-of-orders'],
          policies: [POLICY],
        }),
        { name: 'idle' },
      ],
    };
    expect(parseAccessFile(JSON.stringify(file), SCOPE)).toEqual([
      {
        principal: {
          arn: 'arn:aws:iam::000000000000:user/orders',
          name: 'orders',
          isRoot: false,
          policies: [{ statements: [expect.objectContaining({ effect: 'Allow', actions: ['kinesis:*'] })] }],
        },
        accessKeys: [{ accessKeyId: 'AKIAORDERS', secretAccessKey: SECRET }],
        tokens: ['a-token-of-orders'],
      },
      expect.objectContaining({ accessKeys: [], tokens: [] }),
    ]);
  });

  it.each<readonly [string, unknown, readonly string[]]>([
    [
      'no JSON',
      `{"principals": [{"secret": "${SECRET}" "name"}]}`,
      ['The file is not JSON (line 1 column 46)'],
    ],
    ['nothing', '', ['The file is not JSON']],
    [
      'a member twice, also in a policy',
      JSON.stringify(withOne({ tokens: [SECRET], policies: [POLICY] })).replace(
        '"Effect"',
        '"Effect":"Deny","Effect"',
      ),
      ['The member Effect is there twice'],
    ],
    ['a list', [], [expect.stringMatching(/^The file: /) as unknown as string]],
    ['no principals', {}, [expect.stringMatching(/^principals: /) as unknown as string]],
    ['a member that is not known', withOne({ role: 'admin' }), ['principals.0: Unrecognized key: "role"']],
    [
      'wrong names',
      { principals: [{ name: 'a/b', accessKeys: [{ id: 'a b', secret: SECRET }] }] },
      [
        'principals.0.name: must be 1 to 64 letters, digits and _ + = , . @ -',
        'principals.0.accessKeys.0.id: must be 1 to 128 letters, digits and _ . + = @ -',
      ],
    ],
    [
      'secrets that are too short or no texts, which it does not repeat',
      withOne({ accessKeys: [{ id: 'A', secret: 'short' }], tokens: ['with space', 12_345_678] }),
      [
        'principals.0.accessKeys.0.secret: must be 8 to 256 visible ASCII characters',
        'principals.0.tokens.0: must be 8 to 256 visible ASCII characters',
        'principals.0.tokens.1: must be a text',
      ],
    ],
    [
      'what only one may have',
      {
        principals: [
          principal({ accessKeys: [{ id: 'A', secret: SECRET }], tokens: [SECRET] }),
          principal({ accessKeys: [{ id: 'A', secret: 'another-secret' }], tokens: [SECRET] }),
        ],
      },
      [
        'There are two principals of the name orders',
        'The access key A is there twice',
        'A token of orders is there twice',
      ],
    ],
    [
      'policies that cannot be used, all of them',
      withOne({ policies: [POLICY, { Statement: { ...POLICY.Statement, NotAction: 'a' } }, 'all'] }),
      [
        'Policy 2 of orders: Statement 1: NotAction is not supported here; there are Sid, Effect, Action, Resource, Condition',
        'Policy 3 of orders: The policy is missing or no JSON object',
        'Policy 3 of orders: Statement is missing',
      ],
    ],
  ])('is refused with %s', (_, file, problems) => {
    expect(problemsOf(file)).toEqual(problems);
    expect(problemsOf(file).join()).not.toContain(SECRET);
  });
});
