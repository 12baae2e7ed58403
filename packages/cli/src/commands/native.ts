import { installNative } from '@axiswise/native';
import { answer, notice } from '../answer.ts';
import { defineCommand } from '../define-command.ts';

export const nativeCommand = defineCommand({
  command: 'native',
  describe: 'install native TensorFlow for tfjs-node, the fastest engine here',
  builder: (yargs) =>
    yargs.example('$0 native', 'says what it downloads and builds, and how large'),
  handler: async (args) => {
    const result = await installNative({ onProgress: notice });
    await answer(args, result, result.summary);
  },
});
