/** A process that downloads one file, for tests that kill it: base address, folder, sha256. */
import { fetchFiles } from './fetch-files.ts';

const [base, dataDir, sha256] = process.argv.slice(2);
await fetchFiles(
  {
    name: 'set',
    files: [{ path: 'file.bin', mirrors: [`${base}/file.bin`], sha256 }],
  },
  { dataDir, onProgress: (line) => console.log(line) },
);
