import type { BackendChoice } from '@axiswise/backend';
import { policyPlayer, serveGtp } from '@axiswise/board';
import { notice } from '../print-result.ts';
import { defineCommand } from '../define-command.ts';
import { backendOption } from '../options.ts';

export default defineCommand({
  builder: (yargs) =>
    yargs
      .positional('run-dir', {
        type: 'string',
        demandOption: true,
        describe: 'folder of a finished run of the board experiment',
      })
      .options({
        backend: backendOption,
        symmetries: {
          type: 'boolean',
          describe:
            'average predictions over the eight symmetries: more accurate, eight times slower',
        },
      })
      .example('$0 gtp runs/board/no-pooling-tygem-9d-seed0', 'as an engine of Sabaki or GoGui'),
  handler: async (args) => {
    const { openRunToPredict } = await import('@axiswise/runner');
    const { encoding, configuration, score } = await openRunToPredict(args.runDir, {
      backend: args.backend as BackendChoice,
      onNotice: notice,
      symmetries: args.symmetries,
    });
    const player = policyPlayer({
      name: `Axiswise ${configuration.experiment} ${configuration.strategy}`,
      version: configuration.dataSha256.slice(0, 8),
      encoding,
      score,
    });
    await serveGtp(player, process.stdin, process.stdout);
  },
});
