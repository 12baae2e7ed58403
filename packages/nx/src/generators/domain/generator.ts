import { discoverExperiments } from '@axiswise/experiment';
import { createProjectGraphAsync, formatFiles, type ProjectGraph, type Tree } from '@nx/devkit';
import { InputError } from '@axiswise/messages';
import { checkDomain, domainFiles, type DomainSchema } from '@axiswise/scaffold';

/**
 * Writes `experiments/<name>`: an experiment that trains at once on a small generated example, for the user
 * to change.
 *
 * Its presence is its registration, for the command line as for Nx. It has no package.json: npm would
 * take it for a new workspace, and `npm ci` would fail until the lock file names it.
 *
 * @throws {InputError} where the name or an axis is not allowed, or the name is in use.
 */
export async function domainGenerator(tree: Tree, call: DomainSchema): Promise<void> {
  const { nodes } = await createProjectGraphAsync();
  const domain = checkDomain(call, takenNames(tree.root, nodes));
  await writeDomain(tree, domain);
}

/** Writes the files of a domain that has been checked. */
export async function writeDomain(
  tree: Tree,
  { name, axes }: ReturnType<typeof checkDomain>,
): Promise<void> {
  const folder = `experiments/${name}`;
  if (tree.exists(folder)) {
    throw new InputError(
      'generator',
      `${folder} exists already; choose another name or remove the folder`,
    );
  }
  for (const file of domainFiles({ name, axes })) {
    tree.write(`${folder}/${file.path}`, file.content);
  }
  await formatFiles(tree);
}

/** Names in use, and by what. Nx also knows `@axiswise/data` as `data`. */
function takenNames(root: string, projects: ProjectGraph['nodes']): Map<string, string> {
  const taken = new Map<string, string>();
  for (const { name, origin } of discoverExperiments([root]).values()) {
    taken.set(name, `the experiment of ${origin}`);
  }
  for (const { name, data } of Object.values(projects)) {
    taken.set(name.replace(/^@[^/]+\//, ''), `the Nx project ${name} in ${data.root}`);
  }
  return taken;
}
