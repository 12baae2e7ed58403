import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { globAsync } from '@nx/devkit';
import { createTree } from '@nx/devkit/testing';
import { afterEach, expect, it } from 'vitest';
import { createNodes, createNodesV2 } from './index.ts';
import { preTasksExecution } from './hook.ts';

const [glob, infer] = createNodes;
let root: string;
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** What is inferred from a workspace of these files. */
async function inferFrom(files: Readonly<Record<string, string>>) {
  root = mkdtempSync(join(tmpdir(), 'axiswise-nx-'));
  const tree = createTree();
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), content);
    tree.write(file, content);
  }
  const matching = await globAsync(tree, [glob]);
  return infer(matching.sort(), undefined, { workspaceRoot: root, nxJsonConfiguration: {} });
}

it('infers projects and targets from the presence of files', async () => {
  const inferred = await inferFrom({
    // An experiment, one test deep inside; its source could not even be executed here.
    'experiments/images/experiment.ts': 'throw new Error("executed");',
    'experiments/images/sources/digits.test.ts': '',
    // No experiment.ts: no project, whatever else lies in the folder.
    'experiments/notes/README.md': '',
    'experiments/notes/idea.test.ts': '',
    'experiments/images/old/experiment.ts': '',
    'experiments/experiment.ts': '',
    // A package without tests, the one that runs experiments, and one for tests only.
    'packages/report/package.json': '{"name":"@axiswise/report","axiswise":{"storey":3}}',
    'packages/cli/package.json': '{"name":"@axiswise/cli","axiswise":{"storey":4}}',
    'packages/cli/src/run.test.ts': '',
    'packages/testing/package.json': '{"name":"@axiswise/testing","axiswise":{"storey":"dev"}}',
    // No package.json: no project. A test outside src/, where vitest does not look: no target.
    'packages/scratch/src/x.test.ts': '',
    'packages/report/x.test.ts': '',
    // Tests of no single package; the helper beside them is not a test.
    'tests/nx/caching.test.ts': '',
    'tests/nx/workspace.ts': '',
    'benchmarks/throughput.ts': '',
  });
  expect(inferred).toMatchInlineSnapshot(`
    [
      [
        "experiments/images/experiment.ts",
        {
          "projects": {
            "experiments/images": {
              "implicitDependencies": [
                "@axiswise/cli",
              ],
              "name": "images",
              "projectType": "application",
              "root": "experiments/images",
              "targets": {
                "compare": {
                  "cache": true,
                  "command": "node packages/cli/bin/axiswise.js compare images",
                  "inputs": [
                    "production",
                    "^production",
                    "toolchain",
                    "engine",
                    "data",
                  ],
                  "metadata": {
                    "description": "Trains every strategy with several seeds and tests which one is better.",
                  },
                  "options": {
                    "overwrite": true,
                    "run-dir": "runs/nx/images-compare",
                  },
                  "outputs": [
                    "{workspaceRoot}/runs/nx/images-compare",
                  ],
                },
                "cross-validate": {
                  "cache": true,
                  "command": "node packages/cli/bin/axiswise.js cross-validate images",
                  "inputs": [
                    "production",
                    "^production",
                    "toolchain",
                    "engine",
                    "data",
                  ],
                  "metadata": {
                    "description": "Trains once for each fold of the data and tests on the fold left out.",
                  },
                  "options": {
                    "overwrite": true,
                    "run-dir": "runs/nx/images-cross-validate",
                  },
                  "outputs": [
                    "{workspaceRoot}/runs/nx/images-cross-validate",
                  ],
                },
                "diagnose": {
                  "cache": true,
                  "command": "node packages/cli/bin/axiswise.js diagnose images",
                  "inputs": [
                    "production",
                    "^production",
                    "toolchain",
                    "engine",
                    "data",
                    "comparisons",
                  ],
                  "metadata": {
                    "description": "Tests on the data, axis by axis, whether filters should slide and pooling subsample.",
                  },
                  "options": {
                    "overwrite": true,
                    "run-dir": "runs/nx/images-diagnose",
                  },
                  "outputs": [
                    "{workspaceRoot}/runs/nx/images-diagnose",
                  ],
                },
                "explain": {
                  "cache": true,
                  "command": "node packages/cli/bin/axiswise.js explain images",
                  "inputs": [
                    "production",
                    "^production",
                    "toolchain",
                    "data",
                  ],
                  "metadata": {
                    "description": "Shows the shape, size and receptive field of every layer, without training.",
                  },
                },
                "lint": {
                  "cache": true,
                  "command": "eslint --no-error-on-unmatched-pattern experiments/images",
                  "inputs": [
                    "default",
                    "^source",
                    "toolchain",
                    "lintRules",
                  ],
                },
                "test": {
                  "cache": true,
                  "command": "vitest run --maxWorkers=1 experiments/images/",
                  "inputs": [
                    "default",
                    "^source",
                    "toolchain",
                    "engine",
                    "testData",
                    "{workspaceRoot}/vitest.config.ts",
                  ],
                },
                "train": {
                  "cache": true,
                  "command": "node packages/cli/bin/axiswise.js train images",
                  "inputs": [
                    "production",
                    "^production",
                    "toolchain",
                    "engine",
                    "data",
                  ],
                  "metadata": {
                    "description": "Trains one strategy, scores every test example and writes its run.",
                  },
                  "options": {
                    "overwrite": true,
                    "run-dir": "runs/nx/images",
                  },
                  "outputs": [
                    "{workspaceRoot}/runs/nx/images",
                  ],
                },
              },
            },
          },
        },
      ],
      [
        "packages/cli/package.json",
        {
          "projects": {
            "packages/cli": {
              "projectType": "library",
              "root": "packages/cli",
              "targets": {
                "lint": {
                  "cache": true,
                  "command": "eslint --no-error-on-unmatched-pattern packages/cli",
                  "inputs": [
                    "default",
                    "^source",
                    "toolchain",
                    "lintRules",
                  ],
                },
                "test": {
                  "cache": true,
                  "command": "vitest run --maxWorkers=1 packages/cli/",
                  "inputs": [
                    "default",
                    "^source",
                    "toolchain",
                    "engine",
                    "testData",
                    "{workspaceRoot}/vitest.config.ts",
                  ],
                },
              },
            },
          },
        },
      ],
      [
        "packages/report/package.json",
        {
          "projects": {
            "packages/report": {
              "projectType": "library",
              "root": "packages/report",
              "targets": {
                "lint": {
                  "cache": true,
                  "command": "eslint --no-error-on-unmatched-pattern packages/report",
                  "inputs": [
                    "default",
                    "^source",
                    "toolchain",
                    "lintRules",
                  ],
                },
              },
            },
          },
        },
      ],
      [
        "packages/testing/package.json",
        {
          "projects": {
            "packages/testing": {
              "namedInputs": {
                "production": [],
              },
              "projectType": "library",
              "root": "packages/testing",
              "targets": {
                "lint": {
                  "cache": true,
                  "command": "eslint --no-error-on-unmatched-pattern packages/testing",
                  "inputs": [
                    "default",
                    "^source",
                    "toolchain",
                    "lintRules",
                  ],
                },
              },
            },
          },
        },
      ],
      [
        "tests/nx/caching.test.ts",
        {
          "projects": {
            "tests": {
              "name": "tests",
              "projectType": "library",
              "root": "tests",
              "targets": {
                "lint": {
                  "cache": true,
                  "command": "eslint --no-error-on-unmatched-pattern tests",
                  "inputs": [
                    "default",
                    "^source",
                    "toolchain",
                    "lintRules",
                  ],
                },
                "test": {
                  "cache": false,
                  "command": "vitest run --maxWorkers=1 tests/ --exclude "packages/**" --exclude "experiments/**"",
                },
              },
            },
          },
        },
      ],
    ]
  `);
});

it('infers an experiment without a command line beside it, and executes nothing', async () => {
  const [[, result]] = await inferFrom({
    // It would throw if it were executed.
    'experiments/sounds/experiment.ts': 'throw new Error("executed");',
  });
  expect(result.projects?.['experiments/sounds']).not.toHaveProperty('implicitDependencies');
});

it('exports the hook by both names that Nx has used', () => {
  expect(createNodesV2).toBe(createNodes);
  expect(preTasksExecution).toBeTypeOf('function');
});
