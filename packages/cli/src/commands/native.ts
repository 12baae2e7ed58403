import { answer, notice } from '../answer.ts';
import { defineCommand } from '../define-command.ts';

export default defineCommand({
  builder: (yargs) =>
    yargs.example('$0 native', 'says what it downloads and builds, and how large'),
  handler: async (args) => {
    const { installNative } = await import('@axiswise/native');
    const result = await installNative({ onProgress: notice });
    await answer(args, result, result.summary);
  },
});
