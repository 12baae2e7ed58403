/** `npm run docs`: builds the site into `site/`. */
import path from 'node:path';
import { buildSite } from './site.ts';

const root = path.resolve(import.meta.dirname, '../..');
await buildSite(root, path.join(root, 'site'));
