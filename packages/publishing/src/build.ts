/** `npm run build`: builds the packages as they are published into `build/`. */
import path from 'node:path';
import { buildPackages } from './build-packages.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const built = buildPackages(root, path.join(root, 'build'));
console.log(
  `${built.length} packages in ${path.relative(process.cwd(), path.join(root, 'build'))}`,
);
