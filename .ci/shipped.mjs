// What is shipped of other people's work: the packages whose code is in the bundle, found in its chunks. The build writes
// their licences for the page (licences.json) and a bill of materials (bom.cdx.json, CycloneDX 1.6). Both depend on the
// source and the lock file alone: no time, no random number, no path of the machine.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

/** The folder of the package that a module is from, or null. Modules that begin with a zero byte are a tool's own. */
function folderOf(id, root) {
  if (/^\0(vite|rolldown)\//.test(id)) return join(root, 'node_modules', id.slice(1, id.indexOf('/')));
  const path = id.replaceAll('\\', '/').replace(/^\0/, '').replace(/\?.*$/, '');
  return /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? null;
}

/** The texts of all licences and notices in a package, each whole. */
function textsOf(folder) {
  const names = readdirSync(folder).filter((name) => /^(licen[cs]e|copying|notice)/i.test(name));
  const texts = names.sort().map((name) => readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n'));
  if (texts.length === 0) throw new Error(`${folder}: expected the text of a licence, found none`);
  // Vite's goes on with those of packages in its own program, of which nothing is shipped.
  return texts
    .map((text) => text.replace(/\n# Licenses of bundled dependencies[\s\S]*/, '').trim())
    .join('\n\n');
}

/** Where the sources are: the address of the repository, as a browser opens it. */
const sourceOf = ({ repository }) =>
  (typeof repository === 'string' ? repository : (repository?.url ?? ''))
    .replace(/^(git\+|git:\/\/|ssh:\/\/git@)+/, (scheme) => (scheme === 'git+' ? '' : 'https://'))
    .replace(/^(github:)?([\w.-]+\/[\w.-]+)$/, 'https://github.com/$2')
    .replace(/\.git$/, '');

function packageAt(folder) {
  const about = readJson(join(folder, 'package.json'));
  return {
    name: about.name,
    version: about.version,
    licence: about.license,
    source: sourceOf(about),
    needs: Object.keys({ ...about.dependencies, ...about.peerDependencies }),
    text: textsOf(folder),
  };
}

const purl = ({ name, version }) => `pkg:npm/${name.replace('@', '%40')}@${version}`;

/** CycloneDX 1.6. The hash of a component is that of the lock file: SHA-512 of the package as it is published. */
export function billOf(packages, about, lock) {
  const integrity = (name) => lock.packages[`node_modules/${name}`].integrity.replace('sha512-', '');
  const root = { 'bom-ref': `${about.name}@${about.version}`, name: about.name, version: about.version };
  const byName = new Map(packages.map((one) => [one.name, one]));
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      lifecycles: [{ phase: 'build' }],
      component: { type: 'application', ...root, licenses: [{ license: { id: about.license } }] },
    },
    components: packages.map((one) => ({
      type: 'library',
      'bom-ref': purl(one),
      name: one.name,
      version: one.version,
      licenses: [{ license: { id: one.licence } }],
      purl: purl(one),
      hashes: [{ alg: 'SHA-512', content: Buffer.from(integrity(one.name), 'base64').toString('hex') }],
      externalReferences: [{ type: 'vcs', url: one.source }],
    })),
    dependencies: [
      {
        ref: root['bom-ref'],
        dependsOn: Object.keys(about.dependencies).flatMap((name) =>
          byName.has(name) ? [purl(byName.get(name))] : [],
        ),
      },
      ...packages.map((one) => ({
        ref: purl(one),
        dependsOn: one.needs.flatMap((name) => (byName.has(name) ? [purl(byName.get(name))] : [])).sort(),
      })),
    ],
  };
}

/** Two plugins: one for the bundles of workers, which is to notice what is in them, one for the page, which writes both files. */
export function shipped() {
  const folders = new Set();
  let root;
  const notice = {
    apply: 'build',
    configResolved(config) {
      root = config.root;
    },
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle))
        for (const id of chunk.moduleIds ?? []) {
          const folder = folderOf(id, root);
          if (folder !== null) folders.add(folder);
        }
    },
  };
  const page = {
    ...notice,
    name: 'faultline-shipped',
    generateBundle(options, bundle) {
      notice.generateBundle(options, bundle);
      const packages = [...folders].map(packageAt).sort((a, b) => (a.name < b.name ? -1 : 1));
      const { name, version, license: licence } = readJson(join(root, 'package.json'));
      const own = { name, version, licence, source: '', text: textsOf(root) };
      const licences = [own, ...packages.map(({ needs: _, ...one }) => one)];
      const bill = billOf(
        packages,
        readJson(join(root, 'package.json')),
        readJson(join(root, 'package-lock.json')),
      );
      this.emitFile({ type: 'asset', fileName: 'licences.json', source: JSON.stringify(licences) });
      this.emitFile({
        type: 'asset',
        fileName: 'bom.cdx.json',
        source: `${JSON.stringify(bill, null, 2)}\n`,
      });
    },
  };
  return { page, worker: { ...notice, name: 'faultline-shipped-worker' } };
}
