import { notice, printResult } from '../print-result.ts';
import { defineCommand } from '../define-command.ts';

export default defineCommand({
  builder: (yargs) =>
    yargs.example('$0 native', 'installs it, and says what it downloads and builds'),
  handler: async (args) => {
    const { installNative } = await import('@axiswise/native');
    const result = await installNative({ onProgress: notice });
    await printResult(args, result, result.summary);
  },
});
