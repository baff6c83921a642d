// The project as the tidy rules see it: every text that is tracked, and TypeScript with its imports.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';

export interface Import {
  /** As written, e.g. `#lib/kinesis`. */
  readonly specifier: string;
  /** The file that it means, where that belongs to the project. */
  readonly target: string | undefined;
  readonly isTypeOnly: boolean;
}

/** A text file; its path is relative to the project with slashes. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
}

/** A TypeScript file. */
export interface SourceFile extends TextFile {
  readonly imports: readonly Import[];
  readonly tree: ts.SourceFile;
}

export class Project {
  readonly sources: readonly SourceFile[];
  readonly #byPath: ReadonlyMap<string, TextFile>;

  constructor(readonly texts: readonly TextFile[]) {
    this.#byPath = new Map(texts.map((file) => [file.path, file]));
    this.sources = texts.filter(({ path }) => /^(apps|libs|test|bench)\/.*\.ts$/.test(path)).map(parse);
  }

  /** TypeScript that runs in production: neither tests nor what only tests use. */
  get production(): readonly SourceFile[] {
    return this.sources.filter(({ path }) => !isTest(path));
  }

  has(path: string): boolean {
    return this.#byPath.has(path);
  }

  textOf(path: string): string {
    return this.#byPath.get(path)?.text ?? '';
  }
}

/** Tests, the suites and doubles they share, and programs that measure. */
export function isTest(path: string): boolean {
  return /^(test|bench)\/|\.spec\.ts$|\/(testing|contract|evaluation)\//.test(path);
}

export function isGenerated(path: string): boolean {
  return path.endsWith('.generated.ts');
}

const LEFT_OUT = new Set(['node_modules', 'dist', '.git', '.shardwell', 'coverage']);
const BINARY = /\.(gz|png|ico|woff2?)$/;

/** The project that this test belongs to; Jest runs in its root. */
export function readProject(): Project {
  const paths = (existsSync('.git') ? trackedPaths() : walk('.')).filter(
    (path) => !BINARY.test(path) && existsSync(path),
  );
  return new Project(paths.map((path) => ({ path, text: readFileSync(path, 'utf8') })));
}

/** A project made of what is written here, for the proof that a rule notices something. */
export function projectOf(files: Readonly<Record<string, string>>): Project {
  return new Project(Object.entries(files).map(([path, text]) => ({ path, text })));
}

/** Tracked, and new but not ignored. */
function trackedPaths(): string[] {
  const options = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  return execFileSync('git', options, { encoding: 'utf8' }).split('\0').filter(Boolean);
}

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (LEFT_OUT.has(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? walk(path) : [path];
  });
}

function parse(file: TextFile): SourceFile {
  const tree = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true);
  return { ...file, tree, imports: tree.statements.flatMap((statement) => importOf(statement, file.path)) };
}

function importOf(statement: ts.Statement, from: string): Import[] {
  if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
  const { moduleSpecifier } = statement;
  if (moduleSpecifier === undefined || !ts.isStringLiteral(moduleSpecifier)) return [];
  const specifier = moduleSpecifier.text;
  return [{ specifier, target: targetOf(specifier, from), isTypeOnly: isTypeOnly(statement) }];
}

/** `import type …`, or braces in which every name is a type. */
function isTypeOnly(statement: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(statement)) return statement.isTypeOnly;
  const clause = statement.importClause;
  if (clause === undefined) return false;
  const names = clause.namedBindings;
  if (clause.isTypeOnly) return true;
  return (
    clause.name === undefined &&
    !!names &&
    ts.isNamedImports(names) &&
    names.elements.every((name) => name.isTypeOnly)
  );
}

function targetOf(specifier: string, from: string): string | undefined {
  if (specifier.startsWith('#lib/')) return `libs/${specifier.slice('#lib/'.length)}/src/index.ts`;
  if (!specifier.startsWith('.')) return undefined;
  return normalize(join(dirname(from), specifier)).replace(/\.js$/, '.ts');
}

/** Every node of a tree, parents first. */
export function* nodesOf(node: ts.Node): Generator<ts.Node> {
  yield node;
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => void children.push(child));
  for (const child of children) yield* nodesOf(child);
}

/** The place of a node as an editor understands it. */
export function placeOf(node: ts.Node, { path, tree }: SourceFile): string {
  return `${path}:${tree.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
}
