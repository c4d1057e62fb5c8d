/** The page's end of the engine's worker. */
import { worded } from '../base/language.ts';
import { bad, type Problem } from '../base/result.ts';
import type { Requests } from './protocol.ts';
import { type Port, RpcClient } from './rpc.ts';

export class EngineClient extends RpcClient<Requests> {
  /** `onCrash` is called once when the worker died, with the cause. */
  constructor(port: Port, onCrash: (problem: Problem) => void) {
    super(
      port,
      {
        crashed: (cause) => bad('crashed', 'worker', worded`the engine stopped: ${cause}`).problem,
        closed: bad('cancelled', 'worker', worded`the engine was closed`).problem,
      },
      onCrash,
    );
  }
}
