import type { BackendChoice } from '@axiswise/backend';
import { pickByName, InputError } from '@axiswise/messages';
import { defineCommand } from '../define-command.ts';
import { backendOption } from '../options.ts';
import { notice, printResult } from '../print-result.ts';

export default defineCommand({
  builder: (yargs) =>
    yargs
      .positional('run-dir', {
        type: 'string',
        demandOption: true,
        describe: 'folder of a finished run',
      })
      .options({
        format: {
          type: 'string',
          demandOption: true,
          requiresArg: true,
          describe:
            'onnx; keras (version 3, for TensorFlow, PyTorch and JAX); npz (NumPy weights and a PyTorch ' +
            'script); savedmodel (TensorFlow)',
        },
        out: {
          type: 'string',
          requiresArg: true,
          describe: 'folder to write [default: export/<format> in the run directory]',
        },
        overwrite: { type: 'boolean', describe: 'replace the model that was exported there' },
        backend: backendOption,
      })
      .example('$0 export runs/images/slide-both-digits-seed0 --format onnx', 'for ONNX Runtime')
      .example(
        '$0 export runs/images/slide-both-digits-seed0 --format npz --out digits',
        'for PyTorch and NumPy, into the folder digits',
      ),
  handler: async (args) => {
    const { exportFormats, exportRun } = await import('@axiswise/export');
    const format = pickByName(
      'format',
      args.format,
      new Map(exportFormats.map((each) => [each.name, each])),
      (message) => new InputError('usage', message),
    );
    const result = await exportRun(args.runDir, {
      format,
      out: args.out,
      overwrite: args.overwrite,
      backend: args.backend as BackendChoice,
      onNotice: notice,
    });
    await printResult(
      args,
      result,
      [
        ...result.files.map((file, i) => `${i === 0 ? 'files      ' : '           '}${file}`),
        result.maxDifference === null
          ? `checked    no: it takes ${format.runtime}`
          : `checked    ${result.checkedExamples} examples with ${result.checkedWith}: ${result.outputs} differ by ` +
            `at most ${result.maxDifference.toExponential(1)}${result.outputs === 'values' ? ' standard deviations' : ''}`,
      ].join('\n'),
    );
  },
});
