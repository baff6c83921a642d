import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

interface System {
  readonly platform: string;
  readonly ids: readonly string[];
  readonly isRoot: boolean;
}

interface RedisSteps {
  readonly isThere: () => boolean;
  readonly say: (what: string) => void;
  readonly system: System;
  readonly run: (args: readonly string[]) => string | undefined;
}

interface NatsSteps {
  readonly folder: string;
  readonly run: (program: string, args: readonly string[], cwd: string) => string | undefined;
}

interface Setup {
  readonly missingPackages: (root: string) => string | undefined;
  readonly fingerprint: (root: string) => string;
  readonly unpackNats: (steps: NatsSteps) => string | undefined;
  readonly installRedis: (steps: RedisSteps) => void;
  readonly whatToType: (system: System) => string;
  readonly idsOf: (release: string) => string[];
  readonly checkSetupNode: (version: string) => void;
  readonly checkRuntime: (node: { root: string; version: string }) => void;
}

/** The set-up is plain JavaScript, for it runs before there is a compiler; its types are the ones above. */
const parts = await Promise.all(
  ['packages', 'build', 'redis', 'nats', 'runtime'].map(
    (part) => import(new URL(`../bin/setup/${part}.mjs`, import.meta.url).href) as Promise<object>,
  ),
);
const setup = Object.assign({}, ...parts) as Setup;

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'shardwell-test-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function write(file: string, content: object | string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), typeof content === 'string' ? content : JSON.stringify(content));
}

describe('the packages', () => {
  const wanted = { dependencies: { a: '1.0.0' }, devDependencies: { b: '2.0.0' } };
  const packages = {
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b': { version: '2.0.0', dev: true },
    'node_modules/mac-only': { version: '3.0.0', optional: true },
  };

  it('are missing on a fresh clone', () => {
    write('package.json', wanted);
    write('package-lock.json', { packages: { '': wanted, ...packages } });
    expect(setup.missingPackages(root)).toBe('none are there');
  });

  it.each([
    [
      'are complete without the optional ones of other platforms',
      {},
      {},
      { 'node_modules/mac-only': undefined },
      undefined,
    ],
    ['miss one that the lock has', {}, {}, { 'node_modules/b': undefined }, 'b is not the one of the lock'],
    [
      'have another version',
      {},
      {},
      { 'node_modules/a': { version: '0.9.0' } },
      'a is not the one of the lock',
    ],
    ['lag behind package.json', { dependencies: { a: '1.0.1' } }, {}, {}, 'package.json has changed'],
    [
      'lag behind the lock',
      {},
      { 'node_modules/a': { version: '1.0.1' } },
      {},
      'a is not the one of the lock',
    ],
  ])('%s', (_, inPackage, inLock, installed, reason) => {
    write('package.json', { ...wanted, ...inPackage });
    write('package-lock.json', { packages: { '': wanted, ...packages, ...inLock } });
    write('node_modules/.package-lock.json', { packages: { ...packages, ...installed } });
    expect(setup.missingPackages(root)).toBe(reason);
  });
});

describe('the build', () => {
  const sources = ['apps/one/src/main.ts', 'libs/two/src/index.ts', 'libs/two/src/deep/three.ts'];

  beforeEach(() => {
    for (const file of sources) write(file, 'export {};');
    write('.swcrc', '{}');
  });

  it.each<[string, () => void]>([
    ['a source is changed', () => write('libs/two/src/index.ts', 'export const two = 2;')],
    ['a source is added', () => write('libs/two/src/four.ts', '')],
    ['a source is removed', () => rmSync(join(root, 'libs/two/src/deep/three.ts'))],
    ['a source is put back to an older state', () => utimesSync(join(root, 'apps/one/src/main.ts'), 1, 1)],
    ['the compiler is told something else', () => write('.swcrc', '{"minify":true}')],
    ['the compiler is another one', () => write('node_modules/@swc/core/package.json', '{"version":"2"}')],
  ])('is out of date when %s', (_, change) => {
    const before = setup.fingerprint(root);
    change();
    expect(setup.fingerprint(root)).not.toBe(before);
  });

  it('is up to date when only tests changed, or nothing', () => {
    const before = setup.fingerprint(root);
    write('libs/two/src/index.spec.ts', 'test');
    write('libs/two/src/index.contract.ts', 'test');
    expect(setup.fingerprint(root)).toBe(before);
  });
});

describe('Redis', () => {
  const debian: System = { platform: 'linux', ids: ['debian'], isRoot: true };

  /** Runs the installation where it has to succeed on the given attempt; gives what was asked of apt-get. */
  function install({ system, goesWellAt }: { system: System; goesWellAt: number }): string[] {
    const asked: string[] = [];
    let installs = 0;
    const run = ([verb = '']: readonly string[]): string | undefined => {
      asked.push(verb);
      return verb === 'install' && ++installs < goesWellAt ? 'no such package' : undefined;
    };
    setup.installRedis({ isThere: () => installs >= goesWellAt, say: () => undefined, system, run });
    return asked;
  }

  it('is installed on Debian as root, without fetching the package lists when they are there', () => {
    expect(install({ system: debian, goesWellAt: 1 })).toEqual(['install']);
  });

  it('is installed after fetching the package lists when the first attempt fails', () => {
    expect(install({ system: debian, goesWellAt: 2 })).toEqual(['install', 'update', 'install']);
  });

  it('is left to the user where even that fails', () => {
    expect(() => install({ system: debian, goesWellAt: 3 })).toThrow(
      /there is no Redis 7 or newer.*apt-get says: no such package/s,
    );
  });

  it.each([
    [
      'Debian without root',
      { ...debian, isRoot: false },
      'sudo apt-get install -y --no-install-recommends redis-tools',
    ],
    ['macOS', { platform: 'darwin', ids: [], isRoot: false }, 'brew install redis'],
    ['Fedora', { platform: 'linux', ids: ['fedora'], isRoot: true }, 'dnf install valkey'],
    ['an unknown system', { platform: 'linux', ids: [], isRoot: true }, 'https://redis.io/downloads'],
  ])('is left to the user on %s, who reads what to type', (_, system, command) => {
    expect(() => install({ system, goesWellAt: 1 })).toThrow(command);
    expect(setup.whatToType(system)).toContain('SHARDWELL_REDIS_URL');
  });

  it('knows a system by its own name and by what it is like', () => {
    expect(setup.idsOf('NAME="Ubuntu"\nVERSION_ID="24.04"\nID=ubuntu\nID_LIKE="debian other"\n')).toEqual([
      'ubuntu',
      'debian',
      'other',
    ]);
  });
});

describe('NATS', () => {
  /** Unpacks where the given download succeeds; gives the problem and what was asked of apt-get and dpkg. */
  function unpack(goesWellAt: number): { problem: string | undefined; asked: string[] } {
    const asked: string[] = [];
    let downloads = 0;
    const run: NatsSteps['run'] = (program, args, cwd) => {
      const [verb = ''] = program === 'dpkg' ? args : args.slice(1);
      asked.push(`${program} ${verb}`);
      if (verb !== 'download') return undefined;
      downloads += 1;
      if (downloads < goesWellAt) return 'no such package';
      writeFileSync(join(cwd, 'nats-server.deb'), '');
      return undefined;
    };
    return { problem: setup.unpackNats({ folder: join(root, 'nats'), run }), asked };
  }

  it.each([
    [1, ['apt-get download', 'dpkg -x']],
    [2, ['apt-get download', 'apt-get update', 'apt-get download', 'dpkg -x']],
  ])('is unpacked where download %i succeeds', (goesWellAt, asked) => {
    expect(unpack(goesWellAt)).toEqual({ problem: undefined, asked });
  });

  it('says why there is none', () => {
    expect(unpack(3).problem).toBe('no such package');
  });
});

describe('Node', () => {
  it.each(['20.19.0', '20.20.2', '22.0.0', '26.1.0'])('%s can run the set-up', (version) => {
    expect(() => setup.checkSetupNode(version)).not.toThrow();
  });

  it.each(['18.20.0', '20.18.9'])('%s cannot, and is told so', (version) => {
    expect(() => setup.checkSetupNode(version)).toThrow(`Node 20.19 or newer is needed, this is ${version}`);
  });

  it('of the packages runs the server, or the system one from 24 on', () => {
    expect(() => setup.checkRuntime({ root, version: '20.19.0' })).toThrow(
      'Node 24 is needed, this is 20.19.0',
    );
    expect(() => setup.checkRuntime({ root, version: '24.0.0' })).not.toThrow();
    write('node_modules/.bin/node', '');
    expect(() => setup.checkRuntime({ root, version: '20.19.0' })).not.toThrow();
  });
});
