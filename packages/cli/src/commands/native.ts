import { notice, printResult } from '../print-result.ts';
import { defineCommand } from '../define-command.ts';

export default defineCommand({
  builder: (yargs) =>
    yargs
      .option('allow-http', {
        type: 'boolean',
        default: false,
        describe: 'download from $TFJS_NODE_CDN_STORAGE also where that is not https',
      })
      .example('$0 native', 'installs it, and says what it downloads and builds'),
  handler: async (args) => {
    const { installNative } = await import('@axiswise/native');
    const result = await installNative({
      onProgress: notice,
      allowHttp: args['allow-http'],
    });
    await printResult(args, result, result.summary);
  },
});
