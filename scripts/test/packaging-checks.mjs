import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { mustRun, runCommand } from '../run-command.mjs';
import { CACHE, ROOT } from '../workspace.mjs';

const PACKED = join(CACHE, 'packed');
const REQUIRED = ['description', 'license', 'type', 'exports', 'files', 'engines'];

/** Three checks for every package that can be published, on the archive that would be uploaded. */
export async function packagingChecks() {
  const folders = await readdir(join(ROOT, 'packages'));
  const packages = (await Promise.all(folders.map(readManifest))).filter(
    (found) => found && found.manifest.private !== true,
  );
  return packages.flatMap(checksOf);
}

async function readManifest(folder) {
  const text = await readFile(join(ROOT, 'packages', folder, 'package.json'), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : { folder, manifest: JSON.parse(text) };
}

function checksOf({ folder, manifest }) {
  let archive;
  const packed = () => {
    archive ??= pack(folder);
    return archive;
  };
  return [
    { name: `manifest of ${manifest.name}`, run: async () => checkManifest(folder, manifest) },
    {
      name: `publint ${manifest.name}`,
      run: async () => runCommand('publint', [await packed(), '--strict']),
    },
    {
      // Modules alone: `require()` of them is the business of Node.js, which tests in test/packaging try out.
      name: `attw ${manifest.name}`,
      run: async () => runCommand('attw', [await packed(), '--profile', 'esm-only', '--no-emoji', '--no-color']),
    },
  ];
}

async function pack(folder) {
  const target = join(PACKED, folder);
  await rm(target, { recursive: true, force: true });
  await mustRun('pnpm', ['--dir', join('packages', folder), 'pack', '--pack-destination', target]);
  const [archive] = await readdir(target);
  return join(target, archive);
}

function checkManifest(folder, manifest) {
  const missing = REQUIRED.filter((field) => manifest[field] === undefined);
  const wrong = missing.map((field) => `packages/${folder}/package.json has no "${field}"`);
  if (manifest.license !== 'MIT') wrong.push('its license is not MIT');
  if (manifest.repository !== undefined) wrong.push('it names a repository');
  return { code: wrong.length === 0 ? 0 : 1, output: wrong.join('\n') };
}
