/** What the project takes from others and what it ships: locked packages, the bill of materials, licences, a build that repeats. */
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import ABOUT from '../package.json' with { type: 'json' };
import LOCK from '../package-lock.json' with { type: 'json' };
import { build, buildIn, isBuilt, SOURCES } from './build.mjs';

const ROOT = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

type Locked = { readonly version?: string; readonly integrity?: string; readonly resolved?: string };
const locked = Object.entries<Locked>(LOCK.packages).filter(([path]) => path !== '');

describe('the lock file', () => {
  it('has the SHA-512 of every package', () => {
    expect(locked.length).toBeGreaterThan(100);
    expect(locked.filter(([, { integrity }]) => !/^sha512-[\w+/]{86}==$/.test(integrity ?? ''))).toEqual([]);
  });

  it('names no host: packages come from where npm is set up to look', () => {
    expect(locked.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
    expect(read('.npmrc')).not.toMatch(/registry\s*=/);
  });

  it('has the exact version that package.json asks for and CONTRIBUTING.md gives a reason for', () => {
    const direct = Object.entries<string>({ ...ABOUT.dependencies, ...ABOUT.devDependencies });
    const versions = new Map(locked.map(([path, { version }]) => [path, version]));
    expect(direct.filter(([name, version]) => versions.get(`node_modules/${name}`) !== version)).toEqual([]);
    const rows = [...read('CONTRIBUTING.md').matchAll(/^\| (\S+) \| (\d\S*) \| .{5,} \|$/gm)];
    expect(new Map(rows.map(([, name, version]) => [name, version]))).toEqual(new Map(direct));
  });
});

/** SHA-256 of each file below a folder, by its path. */
const digestsOf = (folder: string) =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [
        path.slice(folder.length),
        createHash('sha256').update(readFileSync(path)).digest('hex'),
      ])
      .sort(),
  );

describe('what is shipped', () => {
  // Beside the packages: the bundler sorts modules by path, and a folder elsewhere may come behind them.
  const other = mkdtempSync(join(ROOT, '.build again '));
  beforeAll(() => {
    if (!isBuilt()) expect(build()).toBe(0);
  });
  afterAll(() => rmSync(other, { recursive: true }));

  it('is the same bytes when it is built in another folder, time zone and language', () => {
    for (const path of SOURCES.toReversed())
      cpSync(join(ROOT, path), join(other, path), { recursive: true, preserveTimestamps: false });
    symlinkSync(join(ROOT, 'node_modules'), join(other, 'node_modules'), 'junction');
    const env = { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8' };
    expect(buildIn(other, { env, quiet: true })).toBe(0);
    expect(digestsOf(join(other, 'dist'))).toEqual(digestsOf(join(ROOT, 'dist')));
  });

  it('has no part that imports the entry of a worker: WebKit would evaluate the entry a second time', () => {
    const scripts = readdirSync(join(ROOT, 'dist/assets')).filter((name) => name.endsWith('.js'));
    const texts = new Map(scripts.map((name) => [name, read(`dist/assets/${name}`)]));
    const named = [...texts.values()].flatMap((text) => [
      ...text.matchAll(/new URL\([`"]([\w./-]+\.js)[`"]/g),
    ]);
    const entries = named.map(([, path]) => path!.replace(/^.*\//, ''));
    expect(entries).toHaveLength(2);
    for (const entry of entries)
      for (const [name, text] of texts)
        expect({ name, text: text.includes(`from"./${entry}"`) }).toEqual({ name, text: false });
  });

  it('is listed in the bill of materials: every package with version, licence, hash and source', () => {
    const bill = JSON.parse(read('dist/bom.cdx.json'));
    expect(bill).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1 });
    expect(bill).not.toHaveProperty('serialNumber');
    expect(bill.metadata).not.toHaveProperty('timestamp');
    const names = bill.components.map(({ name }: { name: string }) => name);
    expect(names).toEqual(expect.arrayContaining(Object.keys(ABOUT.dependencies)));
    // Pulled in by others, by the page alone and by the worker of films alone.
    expect(names).toEqual(expect.arrayContaining(['scheduler', 'crelt', 'gifenc']));
    for (const { name, version, purl, hashes, licenses, externalReferences } of bill.components) {
      expect(purl).toBe(`pkg:npm/${name.replace('@', '%40')}@${version}`);
      expect(hashes[0].content).toMatch(/^[0-9a-f]{128}$/);
      expect(licenses[0].license.id).toMatch(/^(MIT|ISC|MPL-2\.0)$/);
      expect(externalReferences[0].url).toMatch(/^https:\/\//);
    }
    const refs = new Set([bill.metadata.component, ...bill.components].map((one) => one['bom-ref']));
    for (const { ref, dependsOn } of bill.dependencies)
      expect([ref, ...dependsOn].filter((one: string) => !refs.has(one))).toEqual([]);
    expect(bill.dependencies).toHaveLength(refs.size);
  });

  it('has the licence of every package in it, whole', () => {
    const licences: { name: string; text: string }[] = JSON.parse(read('dist/licences.json'));
    const bill = JSON.parse(read('dist/bom.cdx.json'));
    expect(licences.map(({ name }) => name)).toEqual([
      ABOUT.name,
      ...bill.components.map(({ name }: { name: string }) => name),
    ]);
    expect(licences[0]!.text).toBe(read('LICENSE').trim());
    const text = expect.stringMatching(/permission|Mozilla Public License/i);
    const some = expect.any(String);
    for (const one of licences)
      expect(one).toEqual({ name: some, version: some, licence: some, source: some, text });
  });
});
