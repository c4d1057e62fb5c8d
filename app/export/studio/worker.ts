/** The worker that draws and encodes: nothing of a picture, however large, is made where the page would wait for it. Its name is
 *  the language of the words in pictures, which must be loaded before anything that says them. */
import { type FromServer, holdLock, type ToServer } from '../../../engine/index.ts';
import { loadWords } from '../../ui/language.ts';
import type { StudioRequests } from './protocol.ts';

const scope = self as unknown as {
  readonly name: string;
  postMessage(m: FromServer): void;
  onmessage: ((e: MessageEvent<ToServer<StudioRequests>>) => void) | null;
};
holdLock((lock) => scope.postMessage({ lock }));
const studio = loadWords(scope.name)
  .catch(() => undefined)
  .then(() => import('./serve.ts'))
  .then(({ createStudio }) => createStudio((message) => scope.postMessage(message)));
scope.onmessage = (e) => void studio.then((server) => server.receive(e.data));
