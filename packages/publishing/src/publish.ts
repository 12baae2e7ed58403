/** `npm run release`: builds the packages and publishes them on npm; words behind `--` are for `npm publish`. */
import path from 'node:path';
import { buildPackages } from './build-packages.ts';
import { publishPackages } from './publish-packages.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const built = buildPackages(root, path.join(root, 'build'));
await publishPackages(built, process.argv.slice(2), (name) => console.log(name));
