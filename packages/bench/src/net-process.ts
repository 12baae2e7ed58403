/**
 * Entry of a child process: starts one engine, measures one network on it and writes `NetReport` as JSON
 * on standard output. Argument 1: the backend. Argument 2: its threads. Argument 3: the task as JSON.
 */
import { type BackendName, type Engine, useBackend } from '@axiswise/backend';
import { measureNet, type NetSpeed, type NetTask } from './measure-net.ts';

export type NetReport =
  { readonly engine: Engine; readonly speed: NetSpeed } | { readonly error: string };

async function report(name: BackendName, threads: number, task: NetTask): Promise<NetReport> {
  try {
    const engine = await useBackend(name, { threads });
    return { engine, speed: await measureNet(engine, task) };
  } catch (cause) {
    return { error: (cause as Error).message };
  }
}

const [name, threads, task] = process.argv.slice(2) as [BackendName, string, string];
console.log(JSON.stringify(await report(name, Number(threads), JSON.parse(task) as NetTask)));
