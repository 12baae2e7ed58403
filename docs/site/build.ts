/** `npm run docs`: builds the site into `site/`, to be opened at `site/index.html`. */
import path from 'node:path';
import { contentsOf } from './contents.ts';
import { buildSite } from './site.ts';

const root = path.resolve(import.meta.dirname, '../..');
try {
  await buildSite(contentsOf(root), path.join(root, 'site'));
  console.log('site/index.html');
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
